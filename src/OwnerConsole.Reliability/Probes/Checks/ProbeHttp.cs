using System.Text;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Gets pages with the checks for outgoing requests: only allowed addresses, no redirects, and limited bodies.</summary>
internal sealed class ProbeHttp(OutboundHostPolicy hosts) : IDisposable
{
    /// <summary>Part of a page that is read.</summary>
    private const int MaxBody = 1 << 20;

    private readonly HttpClient _http = Create(hosts);

    /// <exception cref="CheckException">There was no response.</exception>
    public async Task<HttpPage> Get(string url, bool withBody, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd("owner-console/1");
        request.Headers.ConnectionClose = true; // each check resolves the name and connects again
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            return new((int)response.StatusCode, withBody ? await Read(response, stop) : "");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new CheckException(ProbeNetwork.Explain(error) ?? "The server gave no valid HTTP response.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> Read(HttpResponseMessage response, CancellationToken stop)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        using var read = new MemoryStream();
        var part = new byte[16 * 1024];
        while (read.Length < MaxBody && await body.ReadAsync(part, stop) is var count and > 0)
            read.Write(part, 0, count);
        return Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length);
    }

    private static HttpClient Create(OutboundHostPolicy hosts)
    {
        var http = hosts.CreateClient(Timeout.InfiniteTimeSpan);
        http.Timeout = Timeout.InfiniteTimeSpan; // each probe has its own timeout
        return http;
    }
}

/// <param name="Body">Empty if it was not requested.</param>
internal sealed record HttpPage(int Status, string Body);
