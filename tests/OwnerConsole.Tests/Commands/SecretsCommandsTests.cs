using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tests.Kernel.Identities;

namespace OwnerConsole.Tests.Commands;

public sealed class SecretsCommandsTests : IAsyncLifetime
{
    private const int Letters = 1_200,
        Batch = 500;

    private readonly Installed _machine = new();
    private TestConsole _console = null!; // set before any test sees it

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    [Fact]
    public async Task Rotating_says_what_it_does_and_goes_on_where_it_was_killed_beside_a_console_that_runs()
    {
        await StoredSecrets.Fill(_console, Letters);
        var before = await StoredSecrets.All(_console);
        var old = before[0].KeyId;

        await KilledInTheSecondBatch();
        var (code, said) = await Rotate();
        var after = await StoredSecrets.All(_console);

        code.ShouldBe(0, said);
        var key = after.Select(one => one.KeyId).Distinct().Single();
        said.Split('\n')
            .ShouldSatisfyAllConditions(
                lines => lines[0].ShouldBe($"This goes on with the key {key}, which was made already."),
                lines => lines.ShouldContain($"{"core.letters.secret", -32} {Letters - Batch, 9:N0}"),
                lines => lines.ShouldContain($"The key {key} seals {before.Count:N0} secrets."),
                lines => lines.ShouldContain($"The key {old} stays for 10 recovery codes, until whoever has them makes new ones. Then the console retires it.")
            );
        after.Select(one => (one.Place, one.Secret)).ShouldBe(before.Select(one => (one.Place, one.Secret)));
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        _machine.Dispose();
    }

    private (string, string)[] Surroundings => Installed.To(_console.Options.Connections, _console.Options.MasterKey);

    private Task<(int Code, string Said)> Rotate() => _machine.Run("secrets rotate", Surroundings);

    /// <summary>Somebody holds a letter of the second batch, so that it waits there.</summary>
    private async Task KilledInTheSecondBatch()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await using var held = await super.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand(
            $"select from core.letters where secret = (select secret from core.letters order by secret offset {Batch + 200} limit 1) for update",
            super,
            held
        );
        await hold.ExecuteNonQueryAsync();
        using var rotating = _machine.Begin("secrets rotate", Surroundings);
        await Until("select count(*) = 2 from auth.key_ring");
        await StoredSecrets.Age(_console, KeyRing.Notice);
        await Until(
            $"""
            select count(*) = {Batch} from core.letters
             where encode(substring(secret from 2 for 4), 'hex') = (select key_id from auth.key_ring order by made_at desc limit 1)
            """
        );
        rotating.Kill();
        await rotating.WaitForExitAsync();
    }

    private async Task Until(string sql)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await using var asked = new NpgsqlCommand(sql, super);
        while (await asked.ExecuteScalarAsync(patience.Token) is not true)
            await beat.WaitForNextTickAsync(patience.Token);
    }
}
