/**
 * What a person reads on the phone and in the channel. The names are those of Alertmanager's own templates: a later
 * definition replaces the built-in one, so the routing file needs no braces. PagerDuty gets the alerts themselves as
 * details, with both texts and all labels: Alertmanager has no template of its own for them.
 */
export const messages = `{{ define "platform.subject" }}{{ .CommonLabels.cluster }}: {{ if eq (len .Alerts) 1 }}{{ (index .Alerts 0).Annotations.summary }}{{ else }}{{ len .Alerts }} x {{ .GroupLabels.alertname }}{{ with .GroupLabels.namespace }} in {{ . }}{{ end }}{{ end }}{{ end }}

{{ define "platform.lines" }}{{ range .Alerts }}{{ .Annotations.summary }}
{{ .Annotations.description }}
{{ end }}{{ end }}

{{ define "pagerduty.default.description" }}{{ template "platform.subject" . }}{{ end }}

{{ define "slack.default.title" }}{{ if eq .Status "resolved" }}Resolved: {{ end }}{{ template "platform.subject" . }}{{ end }}
{{ define "slack.default.text" }}{{ template "platform.lines" . }}{{ end }}
{{ define "slack.default.fallback" }}{{ template "slack.default.title" . }}{{ end }}
`;
