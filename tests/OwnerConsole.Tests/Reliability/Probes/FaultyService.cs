using System.Security.Cryptography.X509Certificates;
using Npgsql;
using OwnerConsole.Fixtures;
using static OwnerConsole.Tests.Reliability.Probes.ProbeStage;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>A real service that a test breaks and repairs while a probe checks it.</summary>
/// <param name="kind">Kind of the probe.</param>
/// <param name="target">Target of the probe; null if it has none.</param>
/// <param name="settings">Other settings of the probe.</param>
internal sealed class FaultyService(string kind, string? target, object settings) : IAsyncDisposable
{
    private const string Refused = "The connection was refused. No server listens on this port.";

    public string Kind => kind;

    public string? Target => target;

    public object Settings => settings;

    /// <summary>Start of what the probe shows while the service is broken.</summary>
    public string Problem { get; private init; } = Refused;

    public required Func<Task> Break { get; init; }

    public required Func<Task> Repair { get; init; }

    private Func<ValueTask> Close { get; init; } = () => ValueTask.CompletedTask;

    /// <param name="kind">Kind of the probe that checks the service.</param>
    public static Task<FaultyService> Start(string kind, FaultStage stage) =>
        kind switch
        {
            "redis" => StartRedis(),
            "postgresql" => Task.FromResult(StartPostgresql(stage)),
            "smtp" => StartSmtp(),
            "s3" => StartS3(),
            "tls" => Task.FromResult(StartTls()),
            "dns" => Task.FromResult(StartDns(stage)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such service."),
        };

    public ValueTask DisposeAsync() => Close();

    private static async Task<FaultyService> StartRedis()
    {
        var server = await new RedisServer().Start();
        return new("redis", Local(server.Port), new { })
        {
            Break = server.Stop,
            Repair = server.Start,
            Close = server.DisposeAsync,
        };
    }

    /// <summary>The port in front of PostgreSQL is closed, because the console uses the same server.</summary>
    private static FaultyService StartPostgresql(FaultStage stage)
    {
        var inside = new NpgsqlConnectionStringBuilder(stage.Probes.Console.Options.Connections.App);
        var relay = SocketRelay.To(inside).Start();
        var secret = $"postgresql://{inside.Username}:{Uri.EscapeDataString(inside.Password!)}@{Local(relay.Port)}/{inside.Database}";
        return new("postgresql", null, new { secret })
        {
            Break = relay.Stop,
            Repair = () => Task.FromResult(relay.Start()),
            Close = relay.DisposeAsync,
        };
    }

    private static async Task<FaultyService> StartSmtp()
    {
        var server = await MailServer.Start();
        var isRunning = true;
        return new("smtp", Local(server.Port), new { })
        {
            Break = Stop,
            Repair = async () => (server, isRunning) = (await MailServer.Start(server.Port), true),
            Close = async () => await Stop(),
        };

        async Task Stop()
        {
            if (isRunning)
                await server.DisposeAsync();
            isRunning = false;
        }
    }

    private static async Task<FaultyService> StartS3()
    {
        var server = await S3Server.Start();
        var endpoint = server.Store.Address.Split("endpoint=")[1];
        return new("s3", $"{endpoint}/backups/probes", new { key_id = "S3RVER", secret = "S3RVER" })
        {
            Problem = "",
            Break = server.Stop,
            Repair = server.Restart,
            Close = server.DisposeAsync,
        };
    }

    private static FaultyService StartTls()
    {
        var (valid, expired) = (new Certificate(validDays: 60), new Certificate(validDays: -1));
        var server = new LineServer("", Load(valid)).Start();
        return new("tls", $"localhost:{server.Port}", new { warn_days = 9, allow_untrusted = true })
        {
            Problem = "The certificate expired on ",
            Break = () => Task.FromResult(server.Certificate = Load(expired)),
            Repair = () => Task.FromResult(server.Certificate = Load(valid)),
            Close = async () =>
            {
                await server.DisposeAsync();
                valid.Dispose();
                expired.Dispose();
            },
        };

        static X509Certificate2 Load(Certificate certificate) => X509Certificate2.CreateFromPemFile(certificate.File, certificate.Key);
    }

    private static FaultyService StartDns(FaultStage stage) =>
        new("dns", FaultStage.ForgettableName, new { })
        {
            Problem = "The name has no address.",
            Break = () => Task.FromResult(stage.IsNameForgotten = true),
            Repair = () => Task.FromResult(stage.IsNameForgotten = false),
        };
}
