using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OwnerConsole.Api.Reference;

/// <summary>Code that sends the request of an operation, in one language. The API key is in the environment variable KEY.</summary>
/// <param name="Language">Name of the language or command.</param>
public sealed record RequestSample(string Language, string Code)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="origin">Scheme, host and port of the console.</param>
    public static IReadOnlyList<RequestSample> Of(ApiOperation operation, string origin)
    {
        var body = operation.Requests.FirstOrDefault(request => request is { IsJson: true, Sample: not null });
        var call = new Call(
            operation.Method,
            origin + Path(operation),
            operation.NeedsKey,
            body?.MediaType ?? "application/json",
            body?.Sample is { } sample ? Indent(sample) : null
        );
        return [new("curl", Curl(call)), new("Node", Node(call)), new("Python", Python(call)), new("C#", CSharp(call))];
    }

    public static string Indent(JsonElement value) => JsonSerializer.Serialize(value, s_indented);

    private static string Path(ApiOperation operation)
    {
        var path = operation
            .Parameters.Where(parameter => parameter.Place == "path")
            .Aggregate(
                operation.Path,
                (text, parameter) => text.Replace($"{{{parameter.Field.Name}}}", Escape(parameter.SampleValue), StringComparison.Ordinal)
            );
        var query = string.Join(
            '&',
            operation
                .Parameters.Where(parameter => parameter is { Place: "query", Field.IsRequired: true })
                .Select(parameter => $"{parameter.Field.Name}={Uri.EscapeDataString(parameter.SampleValue)}")
        );
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    // A colon is allowed in a path, and ext:acme is easier to read.
    private static string Escape(string value) => Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal);

    private static string Curl(Call call)
    {
        var text = new StringBuilder("curl -fsS");
        if (call.Method != "GET")
            text.Append(" -X ").Append(call.Method);
        text.Append(" \"").Append(call.Address).Append('"');
        if (call.NeedsKey)
            text.Append(" \\\n  -H \"Authorization: Bearer $KEY\"");
        if (call.Body is { } body)
            text.Append(
                CultureInfo.InvariantCulture,
                $" \\\n  -H \"Content-Type: {call.MediaType}\" \\\n  -d '{body.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            );
        return text.ToString();
    }

    private static string Node(Call call)
    {
        var headers = Headers(call, "Authorization: `Bearer ${process.env.KEY}`", "\"Content-Type\": ");
        var lines = new List<string> { $"const response = await fetch(\"{call.Address}\", {{", $"  method: \"{call.Method}\"," };
        if (headers.Length > 0)
            lines.Add($"  headers: {{ {headers} }},");
        if (call.Body is { } body)
            lines.Add($"  body: JSON.stringify({Shift(body, "  ")}),");
        return string.Join('\n', [.. lines, "});", "if (!response.ok) throw new Error(await response.text());", "console.log(await response.text());"]);
    }

    private static string Python(Call call)
    {
        var headers = Headers(call, "\"Authorization\": f\"Bearer {os.environ['KEY']}\"", "\"Content-Type\": ");
        var lines = new List<string>
        {
            "import json, os, urllib.request",
            "",
            "request = urllib.request.Request(",
            $"    \"{call.Address}\",",
            $"    method=\"{call.Method}\",",
        };
        if (headers.Length > 0)
            lines.Add($"    headers={{{headers}}},");
        if (call.Body is { } body)
            lines.Add($"    data=json.dumps({Shift(PythonLiteral.Of(body), "    ")}).encode(),");
        return string.Join('\n', [.. lines, ")", "with urllib.request.urlopen(request) as response:", "    print(response.read().decode())"]);
    }

    private static string CSharp(Call call)
    {
        var method = string.Create(CultureInfo.InvariantCulture, $"HttpMethod.{call.Method[0]}{call.Method[1..].ToLowerInvariant()}");
        var lines = new List<string> { "using var client = new HttpClient();", $"using var request = new HttpRequestMessage({method}, \"{call.Address}\");" };
        if (call.NeedsKey)
            lines.Add("request.Headers.Authorization = new(\"Bearer\", Environment.GetEnvironmentVariable(\"KEY\"));");
        if (call.Body is { } body)
            lines.Add(
                $"request.Content = new StringContent(\n    \"\"\"\n    {Shift(body, "    ")}\n    \"\"\",\n    new System.Net.Http.Headers.MediaTypeHeaderValue(\"{call.MediaType}\")\n);"
            );
        return string.Join(
            '\n',
            [
                .. lines,
                "using var response = await client.SendAsync(request);",
                "response.EnsureSuccessStatusCode();",
                "Console.WriteLine(await response.Content.ReadAsStringAsync());",
            ]
        );
    }

    private static string Headers(Call call, string key, string type) =>
        string.Join(
            ", ",
            [.. call.NeedsKey ? [key] : Array.Empty<string>(), .. call.Body is not null ? [$"{type}\"{call.MediaType}\""] : Array.Empty<string>()]
        );

    private static string Shift(string text, string by) => text.Replace("\n", "\n" + by, StringComparison.Ordinal);

    private sealed record Call(string Method, string Address, bool NeedsKey, string MediaType, string? Body);
}
