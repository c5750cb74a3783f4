using System.Diagnostics;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>A shell in a temporary folder next to <c>owner-console</c>, for programs of the documentation.</summary>
internal sealed class ReaderShell : IDisposable
{
    /// <summary>Timeout of a command, which can build a program.</summary>
    private const int Minutes = 8;

    private readonly TempDirectory _place = new();
    private readonly Dictionary<string, string> _variables;

    /// <param name="variables">Environment variables of all commands.</param>
    public ReaderShell(params (string Name, string Value)[] variables)
    {
        _variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
        Directory.CreateDirectory(Folder);
        File.CreateSymbolicLink(Path.Combine(_place.Path, "owner-console"), Repository.Root);
    }

    /// <summary>The folder of the program.</summary>
    public string Folder => Path.Combine(_place.Path, "app");

    public void Save(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <returns>The output of commands that succeed.</returns>
    public async Task<string> Type(string script, string? folder = null)
    {
        using var shell = Begin(script, folder);
        var (code, said) = await InstalledConsole.End(shell, Minutes);
        code.ShouldBe(0, said);
        return said;
    }

    /// <summary>Starts a command that the caller ends.</summary>
    public Process Begin(string script, string? folder = null)
    {
        var start = new ProcessStartInfo("sh", ["-euc", script])
        {
            WorkingDirectory = folder ?? Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in _variables)
            start.Environment[name] = value;
        return Process.Start(start)!; // Null only if an existing process is reused.
    }

    public void Dispose() => _place.Dispose();
}
