using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using FakeStripe.Http;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.FakeStripes;

/// <summary>Checks requests to Stripe and responses of FakeStripe against Stripe's OpenAPI description, with npm ajv and qs.</summary>
public static partial class StripeContract
{
    private const string Description = "openapi.2026-10-28.endive.subset.json";

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>Files that Stripe has published: API description, recipes of its command line, and examples of signatures.</summary>
    public static string Folder { get; } = Path.Combine(Repository.PathOf("tests"), "stripe", "contract");

    /// <summary>Scripts that use the npm packages.</summary>
    public static string Judges { get; } = Path.Combine(Repository.PathOf("tests"), "stripe");

    /// <returns>One line per violation; empty if everything that was sent and answered is valid.</returns>
    public static async Task<IReadOnlyList<string>> Check(IEnumerable<RecordedExchange> exchanges)
    {
        using var judge = Process.Start(
            new ProcessStartInfo("node")
            {
                ArgumentList = { "contract.mjs", Path.Combine(Folder, Description) },
                WorkingDirectory = Judges,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var complaint = judge.StandardError.ReadToEndAsync();
        var violations = judge.StandardOutput.ReadToEndAsync();
        foreach (var exchange in exchanges)
            await judge.StandardInput.WriteLineAsync(JsonSerializer.Serialize(exchange, s_options));
        judge.StandardInput.Close();
        var lines = await violations.WaitAsync(TimeSpan.FromSeconds(60));
        await judge.WaitForExitAsync();
        judge.ExitCode.ShouldBe(0, await complaint);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <returns>Stripe's API description.</returns>
    public static JsonDocument Describe() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, Description)));

    /// <returns>A regular expression for each method and path of the description.</returns>
    public static IReadOnlyList<string> Endpoints()
    {
        using var description = Describe();
        return
        [
            .. description
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => $"^{method.Name.ToUpperInvariant()} {Place().Replace(path.Name, "[^/]+")}$")),
        ];
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
