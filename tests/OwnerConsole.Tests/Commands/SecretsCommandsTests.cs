using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Tests.Identity;

namespace OwnerConsole.Tests.Commands;

[Slow(9, "Commands", "Secrets")]
public sealed class SecretsCommandsTests : IAsyncLifetime
{
    private const int Letters = 1_200,
        Batch = 500;

    private readonly InstalledConsole _machine = new();
    private readonly TempDirectory _place = new();
    private TestConsole _console = null!; // set before any test sees it

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    [Fact]
    public async Task A_rotation_killed_midway_resumes_next_to_a_running_console()
    {
        await StoredSecrets.Fill(_console, Letters);
        var before = await StoredSecrets.All(_console);
        var old = before[0].KeyId;

        await KilledInTheSecondBatch();
        var (code, said) = await Rotate();
        var after = await StoredSecrets.All(_console);

        code.ShouldBe(0, said);
        var key = after.Select(secretRow => secretRow.KeyId).Distinct().Single();
        said.Split('\n')
            .ShouldSatisfyAllConditions(
                lines => lines[0].ShouldBe($"Resuming with the existing key {key}."),
                lines => lines.ShouldContain($"{"core.emails.secret", -32} {Letters - Batch, 9:N0}"),
                lines => lines.ShouldContain($"Key {key} encrypts {before.Count:N0} secrets."),
                lines => lines.ShouldContain($"Key {old} is kept for 10 recovery codes, until their owners create new ones. Then the console retires it.")
            );
        after.Select(secretRow => (secretRow.Place, secretRow.Secret)).ShouldBe(before.Select(secretRow => (secretRow.Place, secretRow.Secret)));
    }

    [Fact]
    public async Task An_interrupted_rekey_is_completed_and_running_consoles_continue()
    {
        await StoredSecrets.Fill(_console);
        var before = await StoredSecrets.All(_console);
        await File.WriteAllTextAsync(Key, Convert.ToBase64String(_console.Options.MasterKey));

        await KilledBeforeTheDatabase();
        var (former, next) = (await File.ReadAllTextAsync(Key), await File.ReadAllTextAsync(Key + ".new"));
        var warned = await _machine.Run("doctor", Beside);
        var startedWithFormer = await _machine.Run("auth link", Beside);
        await _console.Services.GetRequiredService<SecretReencryptor>().Rekey(Convert.FromBase64String(next), CancellationToken.None); // as if killed before the file is replaced
        var started = await _machine.Run("auth link", Beside);
        var finished = await File.ReadAllTextAsync(Key);
        var kept = Directory.GetFiles(_place.Path, "*.before-*").Single();
        var (code, said) = await _machine.Run("secrets rekey", Beside);
        var last = await File.ReadAllTextAsync(Key);
        _console.Services.GetRequiredService<KeyRing>().Read();
        var after = await StoredSecrets.All(_console);
        await using var restarted = ConsoleHost.Services(_console.Options with { Port = 0, MasterKey = Convert.FromBase64String(last) });
        await using var late = ConsoleHost.Services(_console.Options with { Port = 0 });

        warned.Said.ShouldContain("A replacement of the master key was interrupted");
        startedWithFormer.Said.ShouldContain("An owner already exists", Case.Sensitive); // the command ran
        former.ShouldBe(Convert.ToBase64String(_console.Options.MasterKey));
        started.Said.ShouldContain($"It is in {Key}.");
        finished.ShouldBe(next);
        (await File.ReadAllTextAsync(kept)).ShouldBe(former);
        code.ShouldBe(0, said);
        File.Exists(Key + ".new").ShouldBeFalse();
        said.ShouldContain(last);
        new[] { former, next }.ShouldNotContain(last);
        File.GetUnixFileMode(Key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        after.ShouldBe(before);
        restarted.GetRequiredService<KeyRing>().Read().Unreadable.ShouldBeEmpty();
        Should.Throw<SecretException>(() => late.GetRequiredService<KeyRing>().Read()).Message.ShouldContain("before the master key was replaced");
    }

    [Fact]
    public async Task A_master_key_in_an_environment_variable_is_not_replaced()
    {
        var (code, said) = await _machine.Run("secrets rekey", Surroundings);

        code.ShouldBe(1);
        said.ShouldContain("OWNER_CONSOLE_MASTER_KEY_FILE");
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        _machine.Dispose();
        _place.Dispose();
    }

    private string Key => Path.Combine(_place.Path, "master-key");

    /// <summary>The connection settings, with the master key in a file.</summary>
    private (string, string)[] Beside => [.. InstalledConsole.ConnectionVariables(_console.Options.Connections), ("OWNER_CONSOLE_MASTER_KEY_FILE", Key)];

    private (string, string)[] Surroundings => InstalledConsole.ConnectionVariables(_console.Options.Connections, _console.Options.MasterKey);

    private Task<(int Code, string Said)> Rotate() => _machine.Run("secrets rotate", Surroundings);

    /// <summary>Locks an email of the second batch, so that the rotation blocks there.</summary>
    private async Task KilledInTheSecondBatch()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await using var held = await super.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand(
            $"select from core.emails where secret = (select secret from core.emails order by secret offset {Batch + 200} limit 1) for update",
            super,
            held
        );
        await hold.ExecuteNonQueryAsync();
        using var rotating = _machine.Start("secrets rotate", Surroundings);
        await Until("select count(*) = 2 from auth.key_ring");
        await StoredSecrets.Age(_console, KeyRing.ActivationDelay);
        await Until(
            $"""
            select count(*) = {Batch} from core.emails
             where encode(substring(secret from 2 for 4), 'hex') = (select key_id from auth.key_ring order by created_at desc limit 1)
            """
        );
        rotating.Kill();
        await rotating.WaitForExitAsync();
    }

    /// <summary>Locks the key ring, so that the new key is in its file and nothing else has happened.</summary>
    private async Task KilledBeforeTheDatabase()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await using var held = await super.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("select from auth.canary for update", super, held);
        await hold.ExecuteNonQueryAsync();
        using var rekeying = _machine.Start("secrets rekey", Beside);
        await Until(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%auth.canary%')"
        );
        rekeying.Kill();
        await rekeying.WaitForExitAsync();
    }

    private async Task Until(string sql)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await using var asked = new NpgsqlCommand(sql, super);
        await Poll.Until(async () => await asked.ExecuteScalarAsync() is true, condition: sql);
    }
}
