using Npgsql;
using OwnerConsole.Commands;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Checkups;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Tests.Hosting.Checkups;

[OwnDatabase("Clusters that are asked for encryption, and that have none.")]
public sealed class ConnectionsCheckupTests : IDisposable
{
    private readonly TempDirectory _place = new();
    private readonly Certificate _certificate = new();

    [Fact]
    public async Task Every_connection_is_checked_for_encryption_and_verification()
    {
        var me = NonLoopback.Address;
        await using var cluster = await Cluster.Start(
            new(_place.OpenDirectory("data"), Durable: false)
            {
                ExtraSettings =
                [
                    $"listen_addresses={me}",
                    "ssl=on",
                    $"ssl_cert_file={await Give(_certificate.File)}",
                    $"ssl_key_file={await Give(_certificate.Key)}",
                    $"hba_file={await Give(Rules())}",
                ],
            }
        );
        string Via(string connection, SslMode mode) =>
            new NpgsqlConnectionStringBuilder(connection)
            {
                Host = me.ToString(),
                SslMode = mode,
                RootCertificate = mode is SslMode.VerifyCA ? _certificate.File : null,
            }.ConnectionString;
        string Of(DatabaseRole role) =>
            role == DatabaseRole.Migrator ? cluster.Connections[role]
            : role == DatabaseRole.App ? Via(cluster.Connections[role], SslMode.Disable)
            : role == DatabaseRole.Sequencer ? Via(cluster.Connections[role], SslMode.VerifyCA)
            : Via(cluster.Connections[role], SslMode.Require);
        var connections = new Connections(Of) { Direct = Via(cluster.Connections.Console, SslMode.Prefer) };

        var found = await new ConnectionsCheckup().Check(
            new(Installation.Read(), ConsoleProgram.Instance) { Connections = connections },
            CancellationToken.None
        );

        found
            .Select(finding => finding.Verdict)
            .ShouldBe([
                FindingStatus.Ok,
                FindingStatus.Warning,
                FindingStatus.Warning,
                FindingStatus.Warning,
                FindingStatus.Warning,
                FindingStatus.Ok,
                FindingStatus.Warning,
            ]);
        found[0].Message.ShouldContain("on this machine");
        found[1].Message.ShouldContain("not encrypted");
        found[1].ToDo!.ShouldContain("SSL Mode=VerifyFull;Root Certificate=… to ConnectionStrings__App");
        found[2].Message.ShouldContain("could be impersonated");
        found[5].Message.ShouldContain("certificate verified");
        found[6].Message.ShouldContain("TLSv1.3");
        found[6].Message.ShouldContain("does not offer encryption");
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _place.Dispose();
    }

    private string Rules()
    {
        var file = Path.Combine(_place.Path, "pg_hba.conf");
        File.WriteAllText(file, "local all all scram-sha-256\nhost all all all scram-sha-256\n");
        return file;
    }

    /// <summary>Copies a file so that only the database account can read it.</summary>
    private async Task<string> Give(string file)
    {
        var given = _place.OpenDirectory("given-" + Path.GetFileName(file));
        await File.WriteAllBytesAsync(given, await File.ReadAllBytesAsync(file));
        File.SetUnixFileMode(given, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (SystemAccount.Choose(say: null) is { } account)
            Posix.Own(given, account.User, account.Group);
        return given;
    }
}
