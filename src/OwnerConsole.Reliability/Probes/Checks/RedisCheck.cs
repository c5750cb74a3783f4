using System.Text;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Redis answers PING.</summary>
internal sealed class RedisCheck(ProbeNetwork network) : IProbeCheck
{
    public ProbeKind Kind => ProbeKind.Redis;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        var target = ProbeTarget.Find(probe.Target, ProbeKind.Redis.DefaultPort())!; // checked when it was saved
        await using var plain = await network.Connect(target, stop);
        await using Stream stream = probe.UsesTls ? await ProbeNetwork.Encrypt(plain, target.Host, stop) : plain;
        if (secret is not null && await Call(stream, stop, "AUTH", secret) is var signedIn && signedIn != "+OK")
            return CheckResult.Down("Redis rejected the password.");
        var answer = await Call(stream, stop, "PING");
        return answer == "+PONG" ? CheckResult.Up
            : answer.StartsWith("-NOAUTH", StringComparison.Ordinal) ? CheckResult.Down("Redis requires a password.")
            : answer.StartsWith("-LOADING", StringComparison.Ordinal) ? CheckResult.Down("Redis is loading its data.")
            : CheckResult.Down($"Redis answered: {answer.TrimStart('-', '+')}");
    }

    /// <summary>Sends a command as an array of strings, which can contain any character.</summary>
    private static async Task<string> Call(Stream stream, CancellationToken stop, params string[] words)
    {
        var parts = words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}");
        await ProbeNetwork.WriteLine(stream, $"*{words.Length}\r\n{string.Join("\r\n", parts)}", stop);
        return await ProbeNetwork.ReadLine(stream, stop);
    }
}
