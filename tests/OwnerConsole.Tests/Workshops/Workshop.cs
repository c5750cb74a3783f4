using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Workshops;

/// <summary>Runs samples/workshop as a separate process: an application in another language that uses only the documented API.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private Workshop(Process process, Uri address) => (_process, _http) = (process, new() { BaseAddress = address });

    /// <summary>The secret that signs requests to its endpoint.</summary>
    public string Secret { get; private set; } = "";

    public Uri Address => _http.BaseAddress!;

    /// <summary>Starts the application and adds its webhook endpoint for tasks.</summary>
    public static async Task<Workshop> Start(TestConsole console, TestApplication app)
    {
        var start = new ProcessStartInfo("node", "workshop.mjs")
        {
            WorkingDirectory = Folder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["CONSOLE"] = console.Address.ToString().TrimEnd('/'), ["KEY"] = app.Key },
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        var workshop = new Workshop(process, new($"http://127.0.0.1:{int.Parse(line!, CultureInfo.InvariantCulture)}"));
        var run = await app.Run(
            "webhook_endpoint.create",
            "tnt_platform",
            new
            {
                url = $"{workshop.Address}hook",
                mode = "live",
                events = new[] { "task.*" },
            }
        );
        workshop.Secret = run.GetProperty("secret").GetString()!;
        await process.StandardInput.WriteLineAsync(workshop.Secret);
        return workshop;
    }

    /// <returns>the role that the application stores for a person</returns>
    public async Task<string?> Role(string person) =>
        JsonSerializer.Deserialize<JsonElement>(await _http.GetStringAsync("/people")).GetProperty(person).GetProperty("role").GetString();

    /// <summary>Sends the request of a browser that was redirected there.</summary>
    public async Task<(int Status, string Text)> Visit(string pathAndQuery)
    {
        using var answer = await _http.GetAsync(pathAndQuery);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "samples", "workshop"));
}
