using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Tests.Hosting.Backups;

[Slow(7, "Backups")]
public sealed class BackupStoresTests
{
    private static readonly BackupKey s_key = new(new byte[32]);

    [Fact]
    public async Task A_bucket_stores_small_and_multipart_objects()
    {
        await using var bucket = await S3Server.Start();

        await ShouldStoreObjects(bucket.Store);
    }

    [Fact]
    public async Task A_folder_stores_objects()
    {
        using var place = new TempDirectory();

        await ShouldStoreObjects(new(place.Path));
    }

    [Fact]
    public async Task An_object_whose_upload_fails_is_not_stored_at_all()
    {
        using var place = new TempDirectory();
        await using var bucket = await S3Server.Start();

        foreach (var store in new[] { new BackupLocation(place.Path), bucket.Store })
        {
            using var vault = new EncryptedStore(BackupStores.Open(store), s_key);
            await Should.ThrowAsync<BackupException>(() =>
                vault.Put(
                    "one/half",
                    async target =>
                    {
                        await target.WriteAsync(Noise(17 << 20));
                        throw new IOException("The disk is gone.");
                    },
                    CancellationToken.None
                )
            );
            (await vault.List("", CancellationToken.None)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_failing_store_is_named_with_the_reason()
    {
        await using var bucket = await S3Server.Start();
        using var wrong = new EncryptedStore(BackupStores.Open(bucket.Store with { KeyId = "wrong" }), s_key);
        using var away = new EncryptedStore(
            BackupStores.Open(bucket.Store with { Address = bucket.Store.Address.Replace("backups", "nothing", StringComparison.Ordinal) }),
            s_key
        );
        using var here = new EncryptedStore(BackupStores.Open(bucket.Store with { IsFromConsole = true }), s_key); // the bucket is on this machine
        using var closed = new EncryptedStore(BackupStores.Open(new("/proc/nothing")), s_key);

        foreach (var vault in new[] { wrong, away, here, closed })
        {
            var refused = await Should.ThrowAsync<BackupException>(() => vault.PutJson("a/b", "word", CancellationToken.None), vault.Address);
            refused.Message.ShouldStartWith($"{vault.Address} failed: ");
        }
        foreach (var address in new[] { "backups", "s3://", "s3:///folder?x" })
            Should.Throw<BackupException>(() => BackupStores.Open(new(address, "id", "secret")));
    }

    [Fact]
    public async Task A_silent_bucket_is_a_failure_of_the_storage_unless_the_caller_has_cancelled()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(); // accepts connections and requests, and never responds
        var config = new AmazonS3Config
        {
            ServiceURL = $"http://{listener.LocalEndpoint}",
            ForcePathStyle = true,
            Timeout = TimeSpan.FromMilliseconds(200),
            MaxErrorRetry = 0,
        };
        using var vault = new EncryptedStore(
            new S3Store("s3://silent", new AmazonS3Client(new BasicAWSCredentials("id", "word"), config), "silent", ""),
            s_key
        );

        var put = await Should.ThrowAsync<BackupException>(() => vault.PutJson("a/b", "word", CancellationToken.None));
        var get = await Should.ThrowAsync<BackupException>(() => vault.GetJson<string>("a/b", CancellationToken.None));
        var list = await Should.ThrowAsync<BackupException>(() => vault.List("", CancellationToken.None));

        foreach (var refused in new[] { put, get, list })
            refused.Message.ShouldStartWith("s3://silent failed: ");
        await Should.ThrowAsync<OperationCanceledException>(() => vault.List("", new(canceled: true)));
    }

    private static async Task ShouldStoreObjects(BackupLocation place)
    {
        using var vault = new EncryptedStore(BackupStores.Open(place), s_key);
        var large = Noise(18 << 20);

        await vault.PutJson("c1/backups/b1/manifest", "small", CancellationToken.None);
        await vault.PutJson("c1/backups/b1/manifest", "replaced", CancellationToken.None);
        var stored = await vault.Put("c1/backups/b1/base", async target => await target.WriteAsync(large), CancellationToken.None);
        await vault.PutJson("c1/wal/1", "wal", CancellationToken.None);
        var list = await vault.List("c1/backups/", CancellationToken.None);
        var read = await vault.Get(
            "c1/backups/b1/base",
            async source =>
            {
                using var copy = new MemoryStream();
                await source.CopyToAsync(copy);
                return copy.ToArray();
            },
            CancellationToken.None
        );
        var small = await vault.GetJson<string>("c1/backups/b1/manifest", CancellationToken.None);
        await vault.Delete(["c1/backups/b1/base", "c1/never/was"], CancellationToken.None);

        stored.ShouldBeGreaterThan(large.Length);
        list.ShouldBe(["c1/backups/b1/base", "c1/backups/b1/manifest"]);
        read.ShouldBe(large);
        small.ShouldBe("replaced");
        (await vault.List("", CancellationToken.None)).ShouldBe(["c1/backups/b1/manifest", "c1/wal/1"]);
        (await vault.GetJson<string>("c1/backups/b1/base", CancellationToken.None)).ShouldBeNull();
    }

    /// <summary>Bytes that can't be compressed.</summary>
    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
