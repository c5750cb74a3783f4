using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OwnerConsole.Ui.Theme;

/// <summary>Addresses of static files. They include a content hash, so that browsers can cache the files permanently.</summary>
public static class Asset
{
    private static readonly ConcurrentDictionary<string, string> Addresses = new(StringComparer.Ordinal);

    /// <param name="name">File in wwwroot, such as <c>console.css</c>.</param>
    public static string Address(string name) =>
        Addresses.GetOrAdd(
            name,
            static file =>
                $"/{file}?v={Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "wwwroot", file))).AsSpan(0, 6))}"
        );
}
