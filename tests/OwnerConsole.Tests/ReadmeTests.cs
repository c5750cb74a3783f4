using System.Diagnostics;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests;

/// <summary>Runs the commands of the README.</summary>
public sealed class ReadmeTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Every_command_for_connecting_an_application_works_as_documented()
    {
        var app = await TestApplication.Connect(console);
        var lines = Commands().Where(line => line.StartsWith("curl ", StringComparison.Ordinal) || line.StartsWith("RUN=", StringComparison.Ordinal)).ToList();

        var answer = await Shell(string.Join('\n', ["set -eu", .. lines]), app.Key);

        lines.Count.ShouldBe(7);
        answer.ShouldContain("\"undo_of\":\"run_");
        (await app.Status((await app.Get("/api/v1/tenants/ext:acme")).GetProperty("id").GetString()!)).ShouldBe("active");
    }

    [Fact]
    public void The_README_fits_on_a_page_and_names_files_that_exist()
    {
        var text = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));

        text.Length.ShouldBeLessThan(80);
        foreach (var link in text.SelectMany(Links))
            Path.Exists(Path.Combine(Repository.Root, link)).ShouldBeTrue(link);
    }

    private async Task<string> Shell(string script, string key)
    {
        var start = new ProcessStartInfo("sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["CONSOLE"] = console.Address.ToString().TrimEnd('/'), ["KEY"] = key },
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync();
        var trouble = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, trouble + answer);
        return answer;
    }

    private static IEnumerable<string> Commands()
    {
        var inside = false;
        foreach (var line in File.ReadAllLines(Path.Combine(Repository.Root, "README.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == "```sh";
            else if (inside)
                yield return line;
        }
    }

    private static IEnumerable<string> Links(string line) =>
        System.Text.RegularExpressions.Regex.Matches(line, @"\]\(([^)#:]+)\)").Select(match => match.Groups[1].Value);
}
