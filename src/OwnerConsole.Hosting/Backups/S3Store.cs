using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Stores backups in a bucket of any S3-compatible service.</summary>
/// <param name="prefix">Prefix of every name; empty, or ends with a slash.</param>
internal sealed class S3Store(string address, IAmazonS3 client, string bucket, string prefix) : IBackupStore
{
    private const int MaxDeletes = 1000; // maximum of one delete request

    public string Address => address;

    public async Task Put(string name, Func<Stream, Task> write, CancellationToken stop)
    {
        await using var upload = new S3Upload(client, bucket, prefix + name, stop);
        await write(upload);
        await upload.Finish();
    }

    public async Task<Stream> Get(string name, CancellationToken stop)
    {
        try
        {
            return (await client.GetObjectAsync(bucket, prefix + name, stop)).ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode is System.Net.HttpStatusCode.NotFound && missing.ErrorCode is "NoSuchKey" or "NotFound")
        {
            throw new FileNotFoundException($"{name} does not exist in {address}.", missing);
        }
    }

    public async Task<IReadOnlyList<string>> List(string under, CancellationToken stop)
    {
        var names = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix + under };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, stop);
            names.AddRange(
                (page.S3Objects ?? [])
                    .Select(item => item.Key)
                    .Where(key => key.StartsWith(prefix + under, StringComparison.Ordinal)) // callers cut the prefix off
                    .Select(key => key[prefix.Length..])
            );
            request.ContinuationToken = page.NextContinuationToken;
        } while (page.IsTruncated is true);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public async Task Delete(IReadOnlyCollection<string> names, CancellationToken stop)
    {
        foreach (var some in names.Chunk(MaxDeletes))
            await client.DeleteObjectsAsync(
                new DeleteObjectsRequest { BucketName = bucket, Objects = [.. some.Select(name => new KeyVersion { Key = prefix + name })] },
                stop
            );
    }

    public void Dispose() => client.Dispose();

    /// <param name="endpoint">Address of the service; null for Amazon.</param>
    /// <param name="clients">Factory of HTTP clients; null for the default of the Amazon library.</param>
    public static S3Store Open(
        string address,
        string bucket,
        string prefix,
        string? endpoint,
        string region,
        string keyId,
        string secret,
        HttpClientFactory? clients
    )
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = region,
            HttpClientFactory = clients,
            // Other services reject the checksums that newer Amazon libraries send by default. Our objects are authenticated by their encryption.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (endpoint is null)
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        else
            (config.ServiceURL, config.ForcePathStyle) = (endpoint, true);
        return new(address, new AmazonS3Client(new BasicAWSCredentials(keyId, secret), config), bucket, prefix);
    }
}
