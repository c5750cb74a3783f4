using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Tests.Identity;

public sealed class KeyRingTests : IAsyncLifetime
{
    private static readonly byte[] Secret = "what nobody may read"u8.ToArray();
    private static readonly EncryptionKey Master = new(TestConsole.AnyKey);
    private readonly List<ServiceProvider> _nodes = [];
    private Connections _database = null!; // set before any test sees it

    public async ValueTask InitializeAsync() => _database = await TestCluster.Current.Copy();

    [Fact]
    public async Task Nodes_starting_at_once_agree_on_one_new_key()
    {
        var nodes = Enumerable.Range(0, 5).Select(_ => Node()).ToList();

        var keys = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.GetRequiredService<KeyRing>().Current.Id)));

        keys.Distinct().Single().ShouldNotBe(Master.Id);
    }

    [Fact]
    public void A_secret_encrypted_by_one_node_decrypts_on_another()
    {
        var box = Box(Node()).Encrypt("totp", "usr_1", Secret);

        Box(Node()).Decrypt("totp", "usr_1", box).ShouldBe(Secret);
        Should.Throw<SecretException>(() => Box(Node()).Decrypt("totp", "usr_2", box));
    }

    [Fact]
    public async Task A_secret_encrypted_with_the_master_key_before_the_ring_still_decrypts()
    {
        await BeforeTheRing();
        var box = Master.Encrypt("totp", "usr_1", Secret);
        var code = Master.Fingerprint("recovery", "usr_1", "abcd");

        var node = Box(Node());

        node.Decrypt("totp", "usr_1", box).ShouldBe(Secret);
        node.Fingerprints("recovery", "usr_1", "abcd").Single().Hash.ShouldBe(code);
        Master.Decrypt("totp", "usr_1", node.Encrypt("totp", "usr_1", Secret)).ShouldBe(Secret); // a node of the previous release decrypts it
    }

    [Fact]
    public async Task Re_encryption_replaces_the_master_key_of_an_older_database()
    {
        await BeforeTheRing();
        await Execute(
            """
            insert into auth.users (id, name, email, email_key, password_hash, authenticator, grants)
            values ('usr_1', 'Ann', 'ann@example.org', 'ann@example.org', 'none', @box, '{}')
            """,
            new { box = Master.Encrypt("totp", "usr_1", Secret) }
        );
        await Execute(
            "insert into auth.recovery_codes (user_id, code_hash) values ('usr_1', @code)",
            new { code = Master.Fingerprint("recovery", "usr_1", "abcd") }
        );
        var node = Node();
        var (id, _) = await node.GetRequiredService<SecretReencryptor>().Begin(CancellationToken.None);
        await Execute("update auth.key_ring set created_at = created_at - interval '1 minute'");
        node.GetRequiredService<KeyRing>().Read();

        var reencrypted = (await node.GetRequiredService<SecretReencryptor>().ReencryptAll(CancellationToken.None).ToListAsync()).Single(reencryptionResult =>
            reencryptionResult.Done > 0
        );
        var uses = await node.GetRequiredService<KeyUses>().Count(CancellationToken.None);

        (reencrypted.Column.Table, reencrypted.Done).ShouldBe(("auth.users", 1));
        uses.Select(use => (use.KeyId, use.Boxes, use.Codes)).ShouldBe([(id, 1, 0), (Master.Id, 0, 1)]);
    }

    [Fact]
    public async Task A_wrong_master_key_is_reported_before_and_after_the_ring_exists()
    {
        await BeforeTheRing();

        var before = Should.Throw<SecretException>(() => Box(Node(new byte[32])).Encrypt("totp", "usr_1", Secret));
        Box(Node()).Encrypt("totp", "usr_1", Secret);
        var after = Should.Throw<SecretException>(() => Box(Node(new byte[32])).Encrypt("totp", "usr_1", Secret));

        before.Message.ShouldContain("OWNER_CONSOLE_MASTER_KEY");
        after.Message.ShouldBe(before.Message);
    }

    [Fact]
    public void A_secret_without_a_key_in_the_ring_is_reported()
    {
        var box = Master.Encrypt("totp", "usr_1", Secret);

        var thrown = Should.Throw<SecretException>(() => Box(Node()).Decrypt("totp", "usr_1", box));

        thrown.Message.ShouldContain("that this database doesn't have");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await TestCluster.Current.Drop(_database);
    }

    private static SecretBox Box(ServiceProvider node) => node.GetRequiredService<SecretBox>();

    private ServiceProvider Node(byte[]? masterKey = null)
    {
        var node = ConsoleHost.Services(new(_database, Port: 0, masterKey ?? TestConsole.AnyKey));
        _nodes.Add(node);
        return node;
    }

    /// <summary>Prepares the database as a release without a key ring left it.</summary>
    private Task BeforeTheRing() => Execute("insert into auth.canary (ciphertext) values (@ciphertext)", new { ciphertext = Canary.Seal(Master) });

    private async Task Execute(string sql, object? args = null)
    {
        await using var database = new Database(_database);
        await using var work = await database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute(sql, args);
        await work.Commit();
    }
}
