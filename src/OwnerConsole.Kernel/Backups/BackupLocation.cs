using System.Text.RegularExpressions;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Backup storage: a folder or an S3-compatible bucket.</summary>
/// <param name="Address">Path, or <c>s3://bucket/prefix?endpoint=https://…&amp;region=…</c>.</param>
/// <param name="KeyId">Access key id of the bucket; null for a folder.</param>
/// <param name="Secret">Secret access key of the bucket; null for a folder.</param>
public sealed partial record BackupLocation(string Address, string? KeyId = null, string? Secret = null)
{
    /// <summary>True when set in the console rather than by the operator who starts the program. The endpoint must then be another machine.</summary>
    public bool IsFromConsole { get; init; }

    /// <summary>The address without user name and password, which an address from the command line may contain.</summary>
    public string DisplayAddress => WithoutCredentials(Address);

    /// <inheritdoc cref="DisplayAddress"/>
    public static string WithoutCredentials(string address) => Credentials().Replace(address, "://");

    /// <summary>Omits the secret, so that it can't be logged.</summary>
    public override string ToString() => DisplayAddress;

    // Credentials can also occur in the query string, where the endpoint may be percent-encoded.
    [GeneratedRegex(@"(?<=s3|https?)(://|%3A%2F%2F)[^/?&#]*?(@|%40)", RegexOptions.IgnoreCase, 100)]
    private static partial Regex Credentials();
}
