using System.Globalization;
using System.Text.Json;

namespace World;

/// <summary>Errors as a Sentry SDK sends them, and requests, CPU and memory of two services as OpenTelemetry exports them.</summary>
internal static class TelemetrySamples
{
    private const int Requests = 240,
        Hours = 20,
        Affected = 3;

    private static readonly (string Type, string Text, string Function, string Route)[] s_errors =
    [
        ("PaymentError", "The card was declined by the bank", "charge", "POST /payments"),
        ("TimeoutException", "The calendar did not answer within 10 s", "synchronize", "GET /calendar"),
        ("ValidationError", "A class ends before it starts", "validate", "POST /classes"),
    ];

    private static readonly (string Service, string Method, string Route)[] s_routes =
    [
        ("booking-web", "GET", "/classes/{id}"),
        ("booking-web", "POST", "/bookings"),
        ("booking-worker", "POST", "/reminders"),
    ];

    /// <summary>Reports errors that occurred for the owners of some tenants.</summary>
    public static async Task<bool> AddErrors(SetupApi platform, IReadOnlyList<SimStudio> studios, DateTimeOffset now)
    {
        if (await platform.Has("/api/v1/errors", "PaymentError"))
            return false;
        var affected = studios.Where(studio => studio.IsOpen(now)).Except(TenantSamples.ListToDelete(studios, now)).Take(Affected).ToList();
        for (var number = 0; number < 4 * s_errors.Length; number++)
        {
            var error = s_errors[number % s_errors.Length];
            var studio = affected.Count > 0 ? affected[number / s_errors.Length % affected.Count] : null;
            var frame = new
            {
                function = error.Function,
                filename = "studio/app.py",
                lineno = 40 + (number % s_errors.Length),
                in_app = true,
            };
            var exception = new
            {
                type = error.Type,
                value = error.Text,
                stacktrace = new { frames = new[] { frame } },
            };
            var sent = new
            {
                event_id = (number + 1).ToString("x32", CultureInfo.InvariantCulture),
                timestamp = now.AddHours(-3 * number).ToUnixTimeSeconds(),
                release = number < s_errors.Length ? "2.1.0" : "2.0.3",
                environment = "production",
                transaction = error.Route,
                tags = new { tenant = studio?.Id },
                user = new { id = studio?.People[0].Id },
                exception = new { values = new[] { exception } },
            };
            await platform.SendText("/api/1/envelope/", "{}\n{\"type\":\"event\"}\n" + JsonSerializer.Serialize(sent), "application/x-sentry-envelope");
        }
        return true;
    }

    public static async Task<bool> AddServices(SetupApi platform, DateTimeOffset now)
    {
        if (await platform.Has("/api/v1/services", "booking-web"))
            return false;
        foreach (var service in s_routes.Select(route => route.Service).Distinct(StringComparer.Ordinal))
        {
            var spans = Enumerable.Range(0, Requests).Where(number => Route(number).Service == service).Select(number => Span(number, now));
            object[] attributes =
            [
                Text("service.name", service),
                Text("service.version", "2.1.0"),
                Text("service.instance.id", $"{service}-1"),
                Text("deployment.environment.name", "production"),
            ];
            var resource = new { attributes };
            var body = new { resourceSpans = new[] { new { resource, scopeSpans = new[] { new { spans } } } } };
            await platform.SendText("/v1/traces", JsonSerializer.Serialize(body), "application/json"); // OTLP has names in camel case
            foreach (var hour in Enumerable.Range(0, Hours).Reverse())
            {
                var scopeMetrics = new[] { new { metrics = Metrics(service, hour, now) } };
                var measured = new { resourceMetrics = new[] { new { resource, scopeMetrics } } };
                await platform.SendText("/v1/metrics", JsonSerializer.Serialize(measured), "application/json");
            }
        }
        return true;
    }

    private static (string Service, string Method, string Route) Route(int number) => s_routes[number % s_routes.Length];

    /// <summary>A request of the last 20 hours. Each nineteenth fails.</summary>
    private static object Span(int number, DateTimeOffset now)
    {
        var route = Route(number);
        var end = now.AddMinutes(-5 * number);
        return new
        {
            traceId = (number + 1).ToString("x32", CultureInfo.InvariantCulture),
            spanId = (number + 1).ToString("x16", CultureInfo.InvariantCulture),
            name = $"{route.Method} {route.Route}",
            kind = 2,
            startTimeUnixNano = Nano(end.AddMilliseconds(-40 - (number * 37 % 400))),
            endTimeUnixNano = Nano(end),
            attributes = new[] { Text("http.request.method", route.Method), Text("http.route", route.Route) },
            status = new { code = number % 19 == 18 ? 2 : 0 },
        };
    }

    /// <summary>CPU as a share and memory in bytes some hours ago, higher in the middle of the period than at its ends.</summary>
    private static object[] Metrics(string service, int hour, DateTimeOffset now)
    {
        var at = Nano(now.AddHours(-hour));
        var load = Math.Sin(Math.PI * hour / Hours) + (service.Length % 4 * 0.2) + (hour * 7 % 5 * 0.05);
        return [Gauge("process.cpu.utilization", 0.1 + (0.2 * load), at), Gauge("process.memory.usage", Math.Round((300 + (120 * load)) * 1e6), at)];
    }

    private static object Gauge(string name, double asDouble, string timeUnixNano) =>
        new { name, gauge = new { dataPoints = new[] { new { asDouble, timeUnixNano } } } };

    private static object Text(string key, string value) => new { key, value = new { stringValue = value } };

    private static string Nano(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds() * 1_000_000}");
}
