using Npgsql;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>PostgreSQL accepts the sign-in and answers a query.</summary>
internal sealed class PostgresqlCheck(ProbeNetwork network) : IProbeCheck
{
    public ProbeKind Kind => ProbeKind.Postgresql;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        var target = PostgresqlTarget.Find(secret ?? "") ?? throw new CheckException("The probe has no connection string.");
        var address = await network.FindAddress(target.Server, stop);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = address.ToString(),
            Port = target.Server.Port,
            Database = target.Database,
            Username = target.UserName ?? "postgres",
            Password = target.Password,
            SslMode = target.SslMode,
            RequireAuth = "ScramSHA256,MD5,None", // never an unencrypted password
            Passfile = "/dev/null",
            ApplicationName = "owner-console probe",
            Pooling = false,
            Timeout = probe.TimeoutSeconds,
            CommandTimeout = probe.TimeoutSeconds,
        };
        try
        {
            await using var open = new NpgsqlConnection(connection.ConnectionString)
            {
                SslClientAuthenticationOptionsCallback = options =>
                {
                    OutboundTls.DisableDownloads(options);
                    options.TargetHost = target.Server.Host;
                },
            };
            await open.OpenAsync(stop);
            await using var command = new NpgsqlCommand("select 1", open);
            await command.ExecuteScalarAsync(stop);
            return CheckResult.Up;
        }
        catch (PostgresException error)
        {
            return CheckResult.Down(
                error.SqlState switch
                {
                    "28P01" or "28000" => "PostgreSQL rejected the sign-in.",
                    // PgBouncer has rejected the sign-in over TLS, and the second attempt without TLS, which sslmode=prefer makes, hides the reason.
                    "08P01" when target.SslMode is SslMode.Prefer && error.MessageText == "SSL required" => "PostgreSQL rejected the sign-in.",
                    "08P01" when error.MessageText == "SSL required" => "PostgreSQL requires TLS: add sslmode=require to the connection string.",
                    "3D000" => "The database doesn't exist.",
                    "53300" => "PostgreSQL has too many connections.",
                    "57P03" => "PostgreSQL is starting.",
                    _ => $"PostgreSQL responded with error {error.SqlState}.",
                }
            );
        }
        catch (NpgsqlException error)
        {
            return CheckResult.Down(ProbeNetwork.Explain(error) ?? "The connection to PostgreSQL failed.");
        }
    }
}
