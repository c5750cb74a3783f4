using System.Text.RegularExpressions;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Where backups go: a folder, or a bucket of anything that speaks S3.</summary>
/// <param name="Address">a path, or <c>s3://bucket/prefix?endpoint=https://…&amp;region=…</c></param>
/// <param name="KeyId">of the bucket's access key; null for a folder</param>
/// <param name="Secret">of the bucket's access key; null for a folder</param>
public sealed partial record BackupPlace(string Address, string? KeyId = null, string? Secret = null)
{
    /// <summary>Chosen in the console, not by whoever starts the program: its endpoint must be another machine.</summary>
    public bool IsFromConsole { get; init; }

    /// <summary>The address without user name and password, which an address given on the command line may hold.</summary>
    public string Shown => WithoutCredentials(Address);

    /// <inheritdoc cref="Shown"/>
    public static string WithoutCredentials(string address) => Credentials().Replace(address, "://");

    /// <summary>Says nothing of the secret, so that no log line can.</summary>
    public override string ToString() => Shown;

    // Also inside the query, where the endpoint may be written with escapes.
    [GeneratedRegex(@"(?<=s3|https?)(://|%3A%2F%2F)[^/?&#]*?(@|%40)", RegexOptions.IgnoreCase, 100)]
    private static partial Regex Credentials();
}
