using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Identity;

[Slow(6, "Secrets")]
public sealed class SecretReencryptorTests : IAsyncLifetime
{
    /// <summary>Columns of class secret that are not encrypted, because nothing can be decrypted from them.</summary>
    private static readonly string[] s_notSealed =
    [
        "auth.api_keys.secret_hash",
        "auth.canary.ciphertext", // encrypted with the master key itself, like the ring
        "auth.ceremonies.state", // valid for a minute, and useless without the device
        "auth.previous_key_secrets.secret_hash",
        "auth.invitations.token_hash",
        "auth.key_ring.ciphertext",
        "auth.known_devices.device_hash",
        "auth.one_time_links.token_hash",
        "auth.passkeys.public_key",
        "auth.recovery_codes.code_hash", // keyed: contains the key ID
        "auth.sessions.previous_hash",
        "auth.sessions.secret_hash",
        "auth.users.password_hash",
        "core.portal_sessions.link_hash",
        "core.portal_sessions.secret_hash",
        "probes.probes.token_hash",
        "status_pages.subscribers.confirm_hash",
        "status_pages.subscribers.token_hash",
        "status_pages.subscribers.webhook_hash",
    ];

    private TestConsole _console = null!; // set before any test sees it

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    [Fact]
    public void Every_column_of_secrets_is_re_encrypted_or_listed_as_unencrypted()
    {
        var secrets = _console
            .Services.GetRequiredService<DataMap>()
            .Columns.Where(column => column.Kind == "secret")
            .Select(column => $"{column.Table}.{column.Column}");

        var columns = _console.Services.GetServices<EncryptedColumn>().Select(column => column.ToString());

        columns.Concat(s_notSealed).ShouldBe(secrets, ignoreOrder: true);
    }

    [Fact]
    public async Task Concurrent_rotations_create_one_key_and_re_encrypt_every_secret_during_sign_ins()
    {
        var owner = await StoredSecrets.Fill(_console, letters: 1_200);
        var before = await StoredSecrets.All(_console);
        var old = before.Select(secretRow => secretRow.KeyId).Distinct().Single();
        await using var other = ConsoleHost.Services(_console.Options with { Port = 0 });

        var begun = await Task.WhenAll(
            new[] { _console.Services, other }.Select(node => node.GetRequiredService<SecretReencryptor>().Begin(CancellationToken.None))
        );
        var early = Box(_console.Services).Encrypt("totp", "usr_1", [1]);
        await StoredSecrets.Age(_console, KeyRing.ActivationDelay);
        var late = Box(_console.Services).Encrypt("totp", "usr_1", [2]);
        other.GetRequiredService<KeyRing>().Read();
        var done = await Task.WhenAll(Pass(_console.Services), Pass(other), SignIn());
        var after = await StoredSecrets.All(_console);

        begun.Count(rotation => rotation.IsNew).ShouldBe(1);
        var key = begun.Select(rotation => rotation.KeyId).Distinct().Single();
        (EncryptionKey.IdOf(early), EncryptionKey.IdOf(late)).ShouldBe((old, key));
        after.Select(secretRow => secretRow.KeyId).Distinct().ShouldBe([key]);
        after.Select(secretRow => (secretRow.Place, secretRow.Secret)).ShouldBe(before.Select(secretRow => (secretRow.Place, secretRow.Secret)));
        before
            .Select(secretRow => secretRow.Place.Split(' ')[0])
            .Distinct()
            .ShouldBe(_console.Services.GetServices<EncryptedColumn>().Select(encryptedColumn => encryptedColumn.ToString()), ignoreOrder: true);
        done.Sum().ShouldBe(before.Count);
        (await owner.NewBrowser().SignIn(owner.RecoveryCodes[9])).StatusCode.ShouldBe(HttpStatusCode.Found);

        async Task<int> SignIn()
        {
            for (var at = 0; at < 3; at++)
                (await owner.NewBrowser().SignIn(owner.RecoveryCodes[at])).StatusCode.ShouldBe(HttpStatusCode.Found);
            return 0;
        }
    }

    [Fact]
    public async Task A_node_decrypts_secrets_that_use_a_key_it_has_not_loaded()
    {
        var box = Box(_console.Services);
        var first = box.Encrypt("totp", "usr_1", [1]);
        await using var other = ConsoleHost.Services(_console.Options with { Port = 0 });
        await other.GetRequiredService<SecretReencryptor>().Begin(CancellationToken.None);
        await AgeKeys(KeyRing.ActivationDelay);
        other.GetRequiredService<KeyRing>().Read();

        var second = Box(other).Encrypt("totp", "usr_1", [2]);

        EncryptionKey.IdOf(second).ShouldNotBe(EncryptionKey.IdOf(first));
        box.Decrypt("totp", "usr_1", second).ShouldBe([2]);
        Box(other).Decrypt("totp", "usr_1", first).ShouldBe([1]);
    }

    [Fact]
    public async Task A_secret_moved_to_another_tenant_is_not_re_encrypted()
    {
        await StoredSecrets.Fill(_console, letters: 2);
        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), ["tnt_one", "tnt_two"]))
        {
            await work.Execute("update core.tasks set input = (select input from core.tasks where tenant_id = 'tnt_two') where tenant_id = 'tnt_one'");
            await work.Execute("update core.emails set secret = (select secret from core.emails where email_id = 'eml_0001') where email_id = 'eml_0000'");
            await work.Commit();
        }
        await Reencryptor.Begin(CancellationToken.None);
        await StoredSecrets.Age(_console, KeyRing.ActivationDelay);

        var (first, second) = (await Undecryptable(), await Undecryptable());

        first.ShouldBe(["core.emails.secret 1", "core.tasks.input 1"], ignoreOrder: true);
        second.ShouldBe(first);
    }

    [Fact]
    public async Task A_preview_with_a_password_can_be_executed_after_a_rotation()
    {
        var preview = await Previewed();
        await Reencryptor.Begin(CancellationToken.None);
        await StoredSecrets.Age(_console, KeyRing.ActivationDelay);
        await Pass(_console.Services);

        var run = await _console.Services.GetRequiredService<Runner>().Start(Caller.System, new(preview.PreviewId), key: null, CancellationToken.None);

        await using var reading = await _console.Database.Read();
        var stored = (await reading.One<byte[]>("select password from emails.settings where opened_by = @RunId", new { run.RunId }))!;
        EncryptionKey.IdOf(stored).ShouldBe(Ring.Current.Id);
        Box(_console.Services).Decrypt("smtp", run.RunId, stored).ShouldBe("what nobody may read"u8.ToArray());
    }

    [Fact]
    public async Task A_key_is_retired_after_an_hour_once_nothing_uses_it()
    {
        await StoredSecrets.Fill(_console);
        var old = Ring.Current.Id;
        await Previewed();
        await Reencryptor.Begin(CancellationToken.None);

        await Upkeep(TimeSpan.FromMinutes(30));
        var early = await UseOf(old);
        await Upkeep(TimeSpan.FromHours(1));
        var held = await UseOf(old);
        await Do("update auth.recovery_codes set used_at = now()");
        await Upkeep(TimeSpan.Zero);
        var heldByInput = await UseOf(old);
        await Do("update core.previews set created_at = created_at - interval '31 days'");
        await _console.Services.GetRequiredService<InputExpiry>().RunOnce(CancellationToken.None);
        await Upkeep(TimeSpan.Zero);
        var gone = await UseOf(old);

        early.ShouldNotBeNull();
        (held!.Boxes, held.Inputs, held.Codes).ShouldBe((0, 1, 10));
        (heldByInput!.Inputs, heldByInput.Codes).ShouldBe((1, 0));
        gone.ShouldBeNull();
        await using var work = await _console.Database.ReadTenants([IdGenerator.Platform]);
        (await work.One<bool>("select ciphertext is null and retired_at is not null from auth.key_ring where key_id = @old", new { old })).ShouldBeTrue();
        (await work.List<string>("select code from core.log where code like 'secret%' order by id")).ShouldBe(["secrets_rotated", "secret_keys_retired"]);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private KeyRing Ring => _console.Services.GetRequiredService<KeyRing>();

    private SecretReencryptor Reencryptor => _console.Services.GetRequiredService<SecretReencryptor>();

    private static SecretBox Box(IServiceProvider node) => node.GetRequiredService<SecretBox>();

    private static async Task<int> Pass(IServiceProvider node) =>
        (await node.GetRequiredService<SecretReencryptor>().ReencryptAll(CancellationToken.None).ToListAsync()).Sum(reencryptionResult =>
            reencryptionResult.Done
        );

    private async Task<IReadOnlyList<string>> Undecryptable() =>
        [
            .. (await Reencryptor.ReencryptAll(CancellationToken.None).ToListAsync())
                .Where(reencryptionResult => reencryptionResult.Shut > 0)
                .Select(reencryptionResult => $"{reencryptionResult.Column} {reencryptionResult.Shut}"),
        ];

    private async Task<KeyUse?> UseOf(string keyId) =>
        (await _console.Services.GetRequiredService<KeyUses>().Count(CancellationToken.None)).FirstOrDefault(use => use.KeyId == keyId);

    private async Task Upkeep(TimeSpan later)
    {
        await StoredSecrets.Age(_console, later);
        await _console.Services.GetRequiredService<KeyUpkeep>().RunOnce(CancellationToken.None);
    }

    /// <summary>Creates a preview whose input contains a password.</summary>
    private Task<Preview> Previewed() =>
        _console
            .Services.GetRequiredService<Previews>()
            .Create(
                Caller.System,
                "mail.configure",
                TargetSelection.Of(IdGenerator.Platform),
                Json.Element(
                    new
                    {
                        host = "mx.example.org",
                        from_address = "me@example.org",
                        user_name = "me",
                        password = "what nobody may read",
                    }
                ),
                CancellationToken.None
            );

    /// <summary>Ages every key without notifying the console.</summary>
    private Task AgeKeys(TimeSpan ago) => Do($"update auth.key_ring set created_at = created_at - interval '{(int)ago.TotalSeconds} seconds'");

    private async Task Do(string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute(sql);
        await work.Commit();
    }
}
