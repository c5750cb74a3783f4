using System.Security.Cryptography;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Encrypts everything written to it, chunk by chunk.</summary>
internal sealed class EncryptingStream(Stream target, byte[] salt, AesGcm cipher) : Stream
{
    private readonly byte[] _plain = new byte[BackupKey.ChunkLength];
    private readonly byte[] _encrypted = new byte[BackupKey.ChunkLength + BackupKey.TagLength];
    private int _filled;
    private long _chunk;
    private bool _isEnded;

    /// <summary>Size of the object so far, in bytes.</summary>
    public long Written { get; private set; }

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
        while (buffer.Length > 0)
        {
            if (_filled == _plain.Length)
                await Send(isLast: false, cancellationToken);
            var part = Math.Min(buffer.Length, _plain.Length - _filled);
            buffer[..part].CopyTo(_plain.AsMemory(_filled));
            _filled += part;
            buffer = buffer[part..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    /// <summary>Completes the object. Without its last chunk it can't be decrypted.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!_isEnded)
        {
            _isEnded = true;
            await Send(isLast: true, CancellationToken.None);
            cipher.Dispose();
        }
        GC.SuppressFinalize(this);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task Send(bool isLast, CancellationToken stop)
    {
        if (_chunk == 0)
            await Send((byte[])[.. BackupKey.Magic, .. salt], stop);
        Close(isLast);
        await Send(_encrypted.AsMemory(0, _filled + BackupKey.TagLength), stop);
        (_filled, _chunk) = (0, _chunk + 1);
    }

    private async Task Send(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await target.WriteAsync(bytes, stop);
        Written += bytes.Length;
    }

    private void Close(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[BackupKey.NonceLength];
        BackupKey.Number(nonce, _chunk, isLast);
        cipher.Encrypt(nonce, _plain.AsSpan(0, _filled), _encrypted.AsSpan(0, _filled), _encrypted.AsSpan(_filled, BackupKey.TagLength));
    }
}
