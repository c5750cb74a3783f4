using System.Net.Sockets;
using System.Text;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>Malformed requests: smuggled, cut short, with traversing paths, or never finished.</summary>
[NotPooled("Checks requests that end before the database.")]
public sealed class RawRequestTests(TestConsole console) : IClassFixture<TestConsole>
{
    /// <summary>A GOAWAY frame of HTTP/2 with the error code HTTP_1_1_REQUIRED (13).</summary>
    private const string Http11Required = "\0\0\b\a\0\0\0\0\0\0\0\0\0\0\0\0\r";

    private const string Second = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 60")]
    [InlineData("Content-Length: 5, 60")]
    [InlineData("Content-Length : 5")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Transfer-Encoding: chunked, identity")]
    [InlineData("Transfer-Encoding:\r\n chunked")]
    public async Task An_ambiguous_request_is_refused_and_its_connection_closed(string lengths)
    {
        var answers = await Send($"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{lengths}\r\n\r\n0\r\n\r\n{Second}");

        answers.ShouldStartWith("HTTP/1.1 400 ");
        CountResponses(answers).ShouldBe(1, answers);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5")]
    public async Task Chunked_encoding_wins_over_a_length_and_nothing_after_it_is_read(string lengths) =>
        CountResponses(await Send($"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\n{lengths}\r\n\r\n0\r\n\r\n{Second}")).ShouldBe(1);

    [Fact]
    public async Task An_HTTP2_preface_is_not_served() => (await Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).ShouldBe(Http11Required);

    [Theory]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Split: a\rb\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Null: a\0b\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere\r\n\r\n")]
    [InlineData("GET /healthz\r\n\r\n")]
    public async Task A_malformed_request_is_refused(string request) => (await Send(request)).ShouldStartWith("HTTP/1.1 400 ");

    [Theory]
    [InlineData("/../appsettings.json")]
    [InlineData("/fonts/../../owner-console.dll")]
    [InlineData("/fonts/%2e%2e/%2e%2e/owner-console.dll")]
    [InlineData("/fonts/%2e%2e%2f%2e%2e%2fowner-console.dll")]
    [InlineData("/fonts/..%5c..%5cowner-console.dll")]
    [InlineData("/fonts/..\\..\\owner-console.dll")]
    [InlineData("//etc/passwd")]
    [InlineData("/fonts//etc/passwd")]
    [InlineData("/fonts/%00/etc/passwd")]
    [InlineData("/help/../../../etc/passwd")]
    [InlineData("/help/guide/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    public async Task No_path_reaches_files_outside_the_served_folders(string path)
    {
        var answer = await Send($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        answer.ShouldMatch("^HTTP/1\\.1 (400|401|404|30[27]) ");
        answer.ShouldNotContain("root:x:");
        answer.ShouldNotContain("MZ");
    }

    [Fact]
    [Slow(32, "Gates")]
    public async Task A_thousand_unfinished_requests_delay_no_one_and_time_out()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var slow = new List<TcpClient>();
        try
        {
            for (var number = 0; number < 1_000; number++)
            {
                slow.Add(await Connect(timeout.Token));
                await slow[^1].GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: "), timeout.Token);
            }

            var other = await Send("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            var ends = await Task.WhenAll(slow.Select(client => End(client, timeout.Token)));

            other.ShouldStartWith("HTTP/1.1 200 ");
            ends.ShouldAllBe(end => end.Length == 0 || end.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    private static int CountResponses(string said) => said.Split("HTTP/1.1 ").Length - 1;

    private async Task<TcpClient> Connect(CancellationToken stop)
    {
        var client = new TcpClient();
        await client.ConnectAsync(console.Address.Host, console.Address.Port, stop);
        return client;
    }

    /// <returns>Everything received until the server closes the connection.</returns>
    private async Task<string> Send(string request)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30)); // Shorter than the keep-alive timeout of the server.
        using var client = await Connect(timeout.Token);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), timeout.Token);
        return await End(client, timeout.Token);
    }

    private static async Task<string> End(TcpClient client, CancellationToken stop)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            return await reader.ReadToEndAsync(stop);
        }
        catch (IOException)
        {
            return ""; // The server closed the connection.
        }
    }
}
