using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Encrypted backup storage: compresses and encrypts objects before they are stored, and decrypts them when they are read.</summary>
internal sealed class EncryptedStore(IBackupStore store, BackupKey key) : IDisposable
{
    public string Address => store.Address;

    /// <returns>Stored size in bytes.</returns>
    public Task<long> Put(string name, Func<Stream, Task> write, CancellationToken stop) =>
        Try(
            async () =>
            {
                var length = 0L;
                await store.Put(
                    name,
                    async target =>
                    {
                        await using var sealing = key.Encrypt(target, name);
                        await using (var packed = new GZipStream(sealing, CompressionLevel.Fastest, leaveOpen: true))
                            await write(packed);
                        await sealing.DisposeAsync();
                        length = sealing.Written;
                    },
                    stop
                );
                return length;
            },
            stop
        );

    public Task PutJson<T>(string name, T value, CancellationToken stop) =>
        Put(name, target => JsonSerializer.SerializeAsync(target, value, Json.Options, stop), stop);

    /// <returns>Null if no object has this name.</returns>
    /// <exception cref="BackupException">The object was changed, or the storage does not respond.</exception>
    public Task<T?> Get<T>(string name, Func<Stream, Task<T>> read, CancellationToken stop)
        where T : class =>
        Try(
            async () =>
            {
                try
                {
                    await using var opened = key.Decrypt(await store.Get(name, stop), name);
                    await using var unpacked = new GZipStream(opened, CompressionMode.Decompress);
                    return await read(unpacked);
                }
                catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
                {
                    return null;
                }
            },
            stop
        );

    public Task<T?> GetJson<T>(string name, CancellationToken stop)
        where T : class => Get(name, async source => (await JsonSerializer.DeserializeAsync<T>(source, Json.Options, stop))!, stop);

    public Task<IReadOnlyList<string>> List(string prefix, CancellationToken stop) => Try(() => store.List(prefix, stop), stop);

    public Task Delete(IReadOnlyCollection<string> names, CancellationToken stop) =>
        Try(
            async () =>
            {
                await store.Delete(names, stop);
                return true;
            },
            stop
        );

    public void Dispose() => store.Dispose();

    private async Task<T> Try<T>(Func<Task<T>> reach, CancellationToken stop)
    {
        try
        {
            return await reach();
        }
        catch (Exception refused)
            when (refused
                    is IOException
                        or UnauthorizedAccessException
                        or InvalidDataException
                        or JsonException
                        or CryptographicException
                        or HttpRequestException
                        or AmazonServiceException
                        or AmazonClientException
                        or TimeoutException // of the Amazon library, after its last attempt
                || (refused is OperationCanceledException && !stop.IsCancellationRequested)
            )
        {
            throw new BackupException($"{Address} failed: {refused.Message}", refused);
        }
    }
}
