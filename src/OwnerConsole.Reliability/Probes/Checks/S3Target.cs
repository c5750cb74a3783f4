using System.Text.RegularExpressions;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Address of a bucket.</summary>
/// <param name="Endpoint">URL of the service without a path, such as https://s3.example.com.</param>
/// <param name="Prefix">Prefix of the names of objects; empty, or ends with a slash.</param>
internal sealed partial record S3Target(string Endpoint, string Bucket, string Prefix)
{
    /// <param name="text">A URL with the bucket as the first part of its path, such as https://s3.example.com/bucket/folder.</param>
    /// <returns>Null if the text is anything else.</returns>
    public static S3Target? Find(string text)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.Query.Length > 0
            || url.Fragment.Length > 0
        )
            return null;
        var parts = Uri.UnescapeDataString(url.AbsolutePath).Trim('/').Split('/', 2);
        return !BucketName().IsMatch(parts[0]) || parts[^1].Any(char.IsControl)
            ? null
            : new(url.GetLeftPart(UriPartial.Authority), parts[0], parts.Length > 1 ? parts[1] + "/" : "");
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\z", RegexOptions.None, 1000)]
    private static partial Regex BucketName();
}
