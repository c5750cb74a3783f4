using Amazon.S3;
using Amazon.S3.Model;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Uploads an object of unknown length: in one request if it fits into one part, else in several. An unfinished upload is aborted.</summary>
internal sealed class S3Upload(IAmazonS3 client, string bucket, string key, CancellationToken stop) : Stream
{
    private const int PartLength = 16 << 20; // S3 allows 10,000 parts: 160 GB

    private readonly MemoryStream _part = new();
    private readonly List<PartETag> _done = [];
    private string? _upload;
    private bool _isFinished;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_part.Length >= PartLength)
            await Send();
        _part.Write(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public async Task Finish()
    {
        if (_upload is null)
            await PutWhole();
        else
            await Complete();
        _isFinished = true;
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_isFinished && _upload is not null)
            await client.AbortMultipartUploadAsync(bucket, key, _upload, CancellationToken.None);
        await _part.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private Task PutWhole()
    {
        _part.Position = 0;
        return client.PutObjectAsync(
            new()
            {
                BucketName = bucket,
                Key = key,
                InputStream = _part,
                AutoCloseStream = false,
                UseChunkEncoding = false, // signed as a whole: not every service supports Amazon's chunks
            },
            stop
        );
    }

    private async Task Complete()
    {
        await Send();
        await client.CompleteMultipartUploadAsync(
            new()
            {
                BucketName = bucket,
                Key = key,
                UploadId = _upload,
                PartETags = _done,
            },
            stop
        );
    }

    private async Task Send()
    {
        _upload ??= (await client.InitiateMultipartUploadAsync(bucket, key, stop)).UploadId;
        _part.Position = 0;
        var answer = await client.UploadPartAsync(
            new()
            {
                BucketName = bucket,
                Key = key,
                UploadId = _upload,
                PartNumber = _done.Count + 1,
                InputStream = _part,
                PartSize = _part.Length,
                UseChunkEncoding = false,
            },
            stop
        );
        _done.Add(new(_done.Count + 1, answer.ETag));
        _part.SetLength(0);
    }
}
