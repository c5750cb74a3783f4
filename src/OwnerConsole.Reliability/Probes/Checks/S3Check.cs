using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>A bucket stores, returns and deletes a small object.</summary>
internal sealed class S3Check(OutboundHostPolicy hosts) : IProbeCheck
{
    private const string Content = "Written and deleted by a probe of Owner Console.";

    /// <summary>Longest time to delete the object of a check that has failed.</summary>
    private static readonly TimeSpan s_cleanupTimeout = TimeSpan.FromSeconds(2);

    public ProbeKind Kind => ProbeKind.S3;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        if (secret is null || probe.KeyId is null)
            throw new CheckException("The probe has no access key.");
        var target = S3Target.Find(probe.Target)!; // checked when it was saved
        using var client = Open(probe, target, secret);
        var key = $"{target.Prefix}owner-console-probe-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        var (step, isDeleted) = ("written", false);
        string? version = null;
        try
        {
            version = await Put(client, target.Bucket, key, stop);
            step = "read";
            if (await Get(client, target.Bucket, key, stop) != Content)
                return CheckResult.Down("The bucket returned an object with another content.");
            step = "deleted";
            await Delete(client, target.Bucket, key, version, stop);
            isDeleted = true;
            return CheckResult.Up;
        }
        catch (AmazonS3Exception error) when (error.InnerException is not HttpRequestException)
        {
            return CheckResult.Down(Explain(error, step));
        }
        catch (Exception error) when (error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            return CheckResult.Down(ProbeNetwork.Explain(error) ?? $"The object could not be {step}.");
        }
        finally
        {
            if (!isDeleted)
                await Discard(client, target.Bucket, key, version);
        }
    }

    private AmazonS3Client Open(Probe probe, S3Target target, string secret) =>
        new(
            new BasicAWSCredentials(probe.KeyId, secret),
            new AmazonS3Config
            {
                ServiceURL = target.Endpoint,
                AuthenticationRegion = probe.Region,
                ForcePathStyle = !probe.UsesVirtualHost,
                HttpClientFactory = new Clients(hosts),
                MaxErrorRetry = 0, // the next check is the retry
                // Other services reject the checksums that newer Amazon libraries send by default.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            }
        );

    /// <returns>Version of the object; null or empty if the bucket is not versioned.</returns>
    private static async Task<string?> Put(AmazonS3Client client, string bucket, string key, CancellationToken stop)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Content));
        var answer = await client.PutObjectAsync(
            new()
            {
                BucketName = bucket,
                Key = key,
                InputStream = content,
                AutoCloseStream = false,
                UseChunkEncoding = false, // signed as a whole: not every service supports Amazon's chunks
            },
            stop
        );
        return answer.VersionId;
    }

    /// <returns>The start of the object, one character longer than what was written, so that a longer one is noticed.</returns>
    private static async Task<string> Get(AmazonS3Client client, string bucket, string key, CancellationToken stop)
    {
        using var answer = await client.GetObjectAsync(bucket, key, stop);
        var read = new byte[Content.Length + 1];
        var count = await answer.ResponseStream.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, stop);
        return Encoding.UTF8.GetString(read, 0, count);
    }

    /// <summary>Deletes the version too: without it, a versioned bucket would keep the object and add a delete marker.</summary>
    private static Task Delete(AmazonS3Client client, string bucket, string key, string? version, CancellationToken stop) =>
        string.IsNullOrEmpty(version) ? client.DeleteObjectAsync(bucket, key, stop) : client.DeleteObjectAsync(bucket, key, version, stop);

    private static async Task Discard(AmazonS3Client client, string bucket, string key, string? version)
    {
        using var soon = new CancellationTokenSource(s_cleanupTimeout);
        try
        {
            await Delete(client, bucket, key, version, soon.Token);
        }
        catch (Exception error)
            when (error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The check has already failed for a reason that is reported.
        }
    }

    private static string Explain(AmazonS3Exception error, string step) =>
        error.ErrorCode switch
        {
            "NoSuchBucket" => "The bucket doesn't exist.",
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" => "The server rejected the access key.",
            "AccessDenied" => $"The access key doesn't allow that objects are {step}.",
            "RequestTimeTooSkewed" => "The clocks of the server and of this machine differ too much.",
            { Length: > 0 } code => $"The object could not be {step} ({code}).",
            _ => FormattableString.Invariant($"The object could not be {step} (HTTP {(int)error.StatusCode})."),
        };

    /// <summary>Connects only to allowed addresses.</summary>
    private sealed class Clients(OutboundHostPolicy hosts) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig)
        {
            var http = hosts.CreateClient(Timeout.InfiniteTimeSpan);
            http.Timeout = Timeout.InfiniteTimeSpan; // each probe has its own timeout
            return http;
        }

        /// <summary>Each check resolves the name and connects again, and its client is disposed with it.</summary>
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
    }
}
