{{- /* Name of the release's objects: the release's own where that already says what it is. */ -}}
{{- define "privatelink-operator.fullname" -}}
{{- $name := contains .Chart.Name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) -}}
{{- $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "privatelink-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "privatelink-operator.labels" -}}
{{- include "privatelink-operator.labelsWith" (list . dict) -}}
{{- end -}}

{{- /* Takes the root and further labels. Nobody's label replaces ours, which the selector needs. */ -}}
{{- define "privatelink-operator.labelsWith" -}}
{{- $root := first . -}}
{{- $own := include "privatelink-operator.selectorLabels" $root | fromYaml -}}
{{- $_ := set $own "app.kubernetes.io/version" $root.Chart.AppVersion -}}
{{- $_ := set $own "app.kubernetes.io/managed-by" $root.Release.Service -}}
{{- merge $own (last .) $root.Values.commonLabels | toYaml -}}
{{- end -}}

{{- define "privatelink-operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "privatelink-operator.fullname" .) -}}
{{- else -}}
{{- required "serviceAccount.name is required with serviceAccount.create=false: the account that the operator is to run under" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "privatelink-operator.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- define "privatelink-operator.clusterID" -}}
{{- $id := required "clusterID is required: a name for this installation that never changes, such as the name of the EKS cluster (--set clusterID=NAME)" .Values.clusterID -}}
{{- if not (regexMatch "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$" $id) -}}
{{- fail (printf "clusterID %q: give 1 to 63 letters, digits, dots, dashes and underscores, the first a letter or a digit" $id) -}}
{{- end -}}
{{- $id -}}
{{- end -}}

{{- /* The operator's settings as environment variables, by name; those left empty are left out. */ -}}
{{- define "privatelink-operator.settings" -}}
{{- $settings := dict
  "CLUSTER_ID" (include "privatelink-operator.clusterID" .)
  "AWS_REGION" .Values.aws.region
  "AWS_ENDPOINT_URL" .Values.aws.endpointURL
  "AWS_ENDPOINT_URL_EC2" .Values.aws.endpointURLs.ec2
  "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2" .Values.aws.endpointURLs.elasticLoadBalancingV2
  "AWS_ENDPOINT_URL_ROUTE_53" .Values.aws.endpointURLs.route53
  "AWS_ENDPOINT_URL_STS" .Values.aws.endpointURLs.sts
  "LIST_PERIOD_MS" (mul 1000 .Values.periods.listSeconds)
  "RARE_PERIOD_MS" (mul 1000 .Values.periods.rareSeconds)
  "PENDING_PERIOD_MS" (mul 1000 .Values.periods.pendingSeconds)
  "VISIBILITY_GRACE_MS" (mul 1000 .Values.periods.visibilityGraceSeconds)
  "REQUEST_TIMEOUT_MS" (mul 1000 .Values.requestTimeoutSeconds)
  "WORKERS" .Values.workers
  "LOG_LEVEL" .Values.logLevel
  "HEALTH_PORT" 8080
-}}
{{- range $name, $value := $settings }}
{{- if $value }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end }}
{{- end -}}
