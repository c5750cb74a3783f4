// Sends a trace, a metric and a log record with the unmodified OpenTelemetry exporters and waits until everything is sent.
// {"url", "key", "service", "protocol": "http" | "proto", "compression": "none" | "gzip"} is read from the first line; the result is printed.
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { order } from './order.mjs';

const { url, key, service, protocol, compression } = await order();
const [{ OTLPTraceExporter }, { OTLPMetricExporter }, { OTLPLogExporter }] = await Promise.all(
  ['trace', 'metrics', 'logs'].map((signal) => import(`@opentelemetry/exporter-${signal === 'trace' ? 'trace-otlp' : `${signal}-otlp`}-${protocol}`)),
);
const options = (path) => ({ url: url + path, headers: { authorization: `Bearer ${key}` }, compression });
const resource = resourceFromAttributes({ 'service.name': service });

const traces = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(options('v1/traces')))] });
const metrics = new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(options('v1/metrics')) })] });
const logs = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(options('v1/logs')) })] });

const tracer = traces.getTracer('senders');
tracer.startSpan('GET', { kind: SpanKind.SERVER, attributes: { 'http.request.method': 'GET', 'http.route': '/classes/{id}' } }).end();
const failed = tracer.startSpan('POST', { kind: SpanKind.SERVER, attributes: { 'http.request.method': 'POST', 'http.route': '/pay' } });
failed.recordException(new Error('refused'));
failed.setStatus({ code: SpanStatusCode.ERROR });
failed.end();
metrics.getMeter('senders').createCounter('jobs').add(7);
logs.getLogger('senders').emit({ severityNumber: SeverityNumber.ERROR, body: 'failed' });

await Promise.all([traces.shutdown(), metrics.shutdown(), logs.shutdown()]);
console.log(JSON.stringify({ sent: true }));
