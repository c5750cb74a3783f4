using System.Net.Sockets;
using System.Text;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>Oversized requests are refused with a reason, and their connection is closed.</summary>
public sealed class HeaderLimitTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("address", 9_000, "414", "address_too_long")]
    [InlineData("headers", 40_000, "431", "headers_too_large")]
    [InlineData("body", 31_000_000, "413", "too_large")]
    public async Task An_oversized_request_is_refused_with_a_reason_and_disconnected(string part, int length, string status, string code)
    {
        var answer = await Send(Request(part, length));

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("Content-Type: application/problem+json");
        answer.ShouldContain("X-Content-Type-Options: nosniff");
        answer.ShouldContain($"\"code\":\"{code}\"");
    }

    [Theory]
    [InlineData("address", 20_000, "414")]
    [InlineData("headers", 80_000, "431")]
    public async Task A_request_far_over_the_limit_is_not_read_completely(string part, int length, string status) =>
        (await Send(Request(part, length))).ShouldStartWith($"HTTP/1.1 {status} ");

    [Theory]
    [InlineData("address", 8_000)]
    [InlineData("headers", 30_000)]
    public async Task A_long_request_within_the_limits_is_served(string part, int length) =>
        (await Send(Request(part, length))).ShouldStartWith("HTTP/1.1 200 ");

    private static string Request(string part, int length)
    {
        var address = part == "address" ? "/healthz?" + new string('a', length) : "/healthz";
        var fields = part == "headers" ? string.Concat(Enumerable.Range(0, length / 1000).Select(number => $"X-{number}: {new string('a', 1000)}\r\n")) : "";
        return part == "body"
            ? $"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
            : $"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: {(length > 30_000 || part == "address" && length > 8_000 ? "keep-alive" : "close")}\r\n{fields}\r\n";
    }

    /// <returns>Everything received until the server closes the connection.</returns>
    private async Task<string> Send(string request)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20)); // Shorter than the keep-alive timeout of the server.
        using var client = new TcpClient();
        await client.ConnectAsync(console.Address.Host, console.Address.Port, timeout.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), timeout.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(timeout.Token);
    }
}
