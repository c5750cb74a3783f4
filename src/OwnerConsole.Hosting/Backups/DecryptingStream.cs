using System.Security.Cryptography;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Decrypts the output of a <see cref="EncryptingStream"/>. A chunk is returned only after its tag was verified.</summary>
internal sealed class DecryptingStream(Stream source, string name, Func<byte[], AesGcm> cipherFor) : Stream
{
    private const int EncryptedChunkLength = BackupKey.ChunkLength + BackupKey.TagLength;

    private readonly byte[] _ahead = new byte[EncryptedChunkLength + 1]; // one extra byte tells whether a chunk is the last
    private readonly byte[] _plain = new byte[BackupKey.ChunkLength];
    private AesGcm? _cipher;
    private int _read,
        _at,
        _filled;
    private long _chunk;
    private bool _isLast;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_at == _filled)
        {
            if (_isLast)
                return 0;
            await Next(cancellationToken);
        }
        var part = Math.Min(buffer.Length, _filled - _at);
        _plain.AsMemory(_at, part).CopyTo(buffer);
        _at += part;
        return part;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _cipher?.Dispose();
        await source.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task Next(CancellationToken stop)
    {
        _cipher ??= await Begin(stop);
        _read += await source.ReadAtLeastAsync(_ahead.AsMemory(_read), _ahead.Length - _read, throwOnEndOfStream: false, stop);
        _isLast = _read <= EncryptedChunkLength;
        var length = Math.Min(_read, EncryptedChunkLength) - BackupKey.TagLength;
        if (length < 0)
            throw Changed();
        Open(_cipher, length);
        (_at, _filled, _chunk) = (0, length, _chunk + 1);
        _ahead[0] = _ahead[EncryptedChunkLength];
        _read = _isLast ? 0 : 1;
    }

    private async Task<AesGcm> Begin(CancellationToken stop)
    {
        var head = new byte[BackupKey.Magic.Length + BackupKey.SaltLength];
        var read = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        return read == head.Length && head.AsSpan().StartsWith(BackupKey.Magic) ? cipherFor(head[BackupKey.Magic.Length..]) : throw Changed();
    }

    private void Open(AesGcm cipher, int length)
    {
        Span<byte> nonce = stackalloc byte[BackupKey.NonceLength];
        BackupKey.Number(nonce, _chunk, _isLast);
        try
        {
            cipher.Decrypt(nonce, _ahead.AsSpan(0, length), _ahead.AsSpan(length, BackupKey.TagLength), _plain.AsSpan(0, length));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Changed();
        }
    }

    private BackupException Changed() => new($"{name} can't be decrypted: it was changed in storage, truncated, or encrypted with another backup key.");
}
