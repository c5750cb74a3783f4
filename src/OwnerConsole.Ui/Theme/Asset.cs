using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OwnerConsole.Ui.Theme;

/// <summary>Addresses of what the browser loads. They carry a piece of the content's hash, so that the browser may keep it for ever.</summary>
public static class Asset
{
    private static readonly ConcurrentDictionary<string, string> Addresses = new(StringComparer.Ordinal);

    /// <param name="name">a file of wwwroot, such as <c>console.css</c></param>
    public static string Address(string name) =>
        Addresses.GetOrAdd(
            name,
            static file =>
                $"/{file}?v={Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "wwwroot", file))).AsSpan(0, 6))}"
        );
}
