namespace OwnerConsole.Kernel.Backups;

/// <summary>Where backups go: a folder, or a bucket of anything that speaks S3.</summary>
/// <param name="Address">a path, or <c>s3://bucket/prefix?endpoint=https://…&amp;region=…</c></param>
/// <param name="KeyId">of the bucket's access key; null for a folder</param>
/// <param name="Secret">of the bucket's access key; null for a folder</param>
public sealed record BackupPlace(string Address, string? KeyId = null, string? Secret = null)
{
    /// <summary>Says nothing of the secret, so that no log line can.</summary>
    public override string ToString() => Address;
}
