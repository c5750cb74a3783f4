using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Opens the storage at an address.</summary>
internal static class BackupStores
{
    private const string Bucket = "s3://",
        DefaultRegion = "us-east-1";

    /// <exception cref="BackupException">The address is invalid, or its access keys are missing.</exception>
    public static IBackupStore Open(BackupLocation place)
    {
        if (!place.Address.StartsWith(Bucket, StringComparison.OrdinalIgnoreCase))
            return Path.IsPathRooted(place.Address)
                ? new FolderStore(place.Address)
                : throw new BackupException($"{place.Address} must be an absolute path such as /mnt/backups or a bucket such as s3://bucket/folder.");
        if (place is not { KeyId: { } keyId, Secret: { } secret })
            throw new BackupException($"{place} requires an access key ID and secret (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for commands).");
        if (!Uri.TryCreate(place.Address, UriKind.Absolute, out var address) || address.Host is "")
            throw new BackupException($"{place} must have the format s3://bucket/folder?endpoint=https://…&region=…");
        var words = QueryHelpers.ParseQuery(address.Query);
        string? Word(string name) => words.TryGetValue(name, out var value) && value is [{ Length: > 0 } word, ..] ? word : null;
        var folder = address.AbsolutePath.Trim('/');
        return S3Store.Open(
            place.DisplayAddress,
            address.Host,
            folder is "" ? "" : folder + "/",
            Word("endpoint"),
            Word("region") ?? DefaultRegion,
            keyId,
            secret,
            place.IsFromConsole && !Installation.AllowsPrivateHosts ? new RemoteHttpClientFactory() : null
        );
    }
}
