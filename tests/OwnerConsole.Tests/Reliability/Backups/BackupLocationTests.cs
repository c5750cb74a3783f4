using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Tests.Reliability.Backups;

/// <summary>Allowed backup locations: permitted folders of the server, and buckets on other machines over a secure connection.</summary>
public sealed class BackupLocationTests(BackupLocationTests.StrictConsole console) : IClassFixture<BackupLocationTests.StrictConsole>
{
    [Theory]
    [InlineData("/etc/cron.d", "bad_address")]
    [InlineData("/proc/self", "bad_address")]
    [InlineData("/mnt/../etc", "bad_address")]
    [InlineData("/mnt/a\nb", "bad_address")]
    [InlineData("/mntx/backups", "bad_address")]
    [InlineData("backups", "bad_address")]
    [InlineData("/mnt/backups", null)]
    [InlineData("s3://bucket/x?endpoint=http://minio.example", "bad_address")]
    [InlineData("s3://bucket/x?endpoint=https://user:word@minio.example", "bad_address")]
    [InlineData("s3://user:word@bucket/x", "bad_address")]
    [InlineData("s3://bucket/x?endpoint=https://127.0.0.1:9000", "local_address")]
    [InlineData("s3://bucket/x?endpoint=https://localhost./", "local_address")]
    [InlineData("s3://bucket/x?endpoint=https://%E2%91%A0%E2%91%A1%E2%91%A6.%E2%93%AA.%E2%93%AA.%E2%91%A0/", "local_address")]
    [InlineData("s3://bucket/x?endpoint=https://169.254.169.254/", "local_address")]
    [InlineData("s3://bucket/x?endpoint=https://minio.example&endpoint=https://127.0.0.1", "bad_address")]
    [InlineData("s3://bucket/x?region=@127.0.0.1", "bad_address")]
    [InlineData("s3://bucket/x?endpoint=https://10.0.0.5:9000&region=eu-1", null)]
    public async Task A_location_is_validated_when_it_is_saved(string address, string? code)
    {
        var app = await TestApplication.Connect(console);

        var refusal = await app.Refusal(
            "backup.configure",
            "tnt_platform",
            new
            {
                address,
                key_id = address.StartsWith('s') ? "id" : null,
                secret = address.StartsWith('s') ? "word" : null,
            }
        );

        refusal.ShouldBe(code);
    }

    [Fact]
    public void A_symbolic_link_does_not_lead_out_of_an_allowed_root()
    {
        using var place = new TempDirectory();
        using var elsewhere = new TempDirectory();
        var (root, link) = (Path.Combine(place.Path, "root"), Path.Combine(place.Path, "link"));
        Directory.CreateDirectory(Path.Combine(root, "folder"));
        Directory.CreateSymbolicLink(link, root);
        Directory.CreateSymbolicLink(Path.Combine(root, "inside"), Path.Combine(root, "folder"));
        Directory.CreateSymbolicLink(Path.Combine(root, "outside"), elsewhere.Path);
        Directory.CreateSymbolicLink(Path.Combine(root, "nowhere"), Path.Combine(elsewhere.Path, "nothing"));

        bool Allows(string folder, string? allowed = null) => new BackupSetup(Engine: null) { Roots = [allowed ?? root], RealPath = Posix.Real }.Allows(folder);

        Allows(root).ShouldBeTrue();
        Allows($"{root}/folder/new/deep").ShouldBeTrue();
        Allows($"{root}/inside/new").ShouldBeTrue();
        Allows($"{link}/folder", allowed: link).ShouldBeTrue();
        Allows($"{root}/outside").ShouldBeFalse();
        Allows($"{root}/outside/new/deep").ShouldBeFalse();
        Allows($"{root}/nowhere/new").ShouldBeFalse();
    }

    [Theory]
    [InlineData("s3://id:word@bucket/x?endpoint=https://user:word@minio.example&region=a", "s3://bucket/x?endpoint=https://minio.example&region=a")]
    [InlineData("s3://bucket/x?endpoint=https%3A%2F%2Fuser%3Aword%40minio.example", "s3://bucket/x?endpoint=https://minio.example")]
    [InlineData("/mnt/a@b", "/mnt/a@b")]
    [InlineData("s3://bucket/a@b?endpoint=https://minio.example", "s3://bucket/a@b?endpoint=https://minio.example")]
    public void An_address_is_shown_without_credentials(string address, string shown)
    {
        BackupLocation.WithoutCredentials(address).ShouldBe(shown);
        new BackupLocation(address).ToString().ShouldBe(shown);
    }

    /// <summary>Production settings: no receivers on this machine, and the certificate authorities of the system.</summary>
    public sealed class StrictConsole : TestConsole
    {
        protected override async Task<HostOptions> Change(HostOptions plain) =>
            (await base.Change(plain)) with
            {
                AllowPrivateHosts = false,
                Backups = new(new NoEngine()) { IsScheduled = false },
            };
    }

    private sealed class NoEngine : IBackupEngine
    {
        public BackupLocation DefaultLocation => new("/var/lib/owner-console/data.backups");

        public Task<StoredBackup> CreateBackup(string backupId, BackupLocation place, bool isShipped, CancellationToken stop) =>
            throw new NotSupportedException();

        public Task<RestoreTestResult> VerifyRestore(string backupId, BackupLocation place, CancellationToken stop) => throw new NotSupportedException();

        public Task<WalShippingStatus> ShipWal(BackupLocation place, CancellationToken stop) => throw new NotSupportedException();

        public Task<int> StoreErasures(BackupLocation place, CancellationToken stop) => throw new NotSupportedException();

        public Task<int> Prune(BackupLocation place, IReadOnlyCollection<string> kept, DateTimeOffset since, CancellationToken stop) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<StoredBackup>> List(BackupLocation place, CancellationToken stop) => throw new NotSupportedException();
    }
}
