using System.Net.Sockets;

namespace OwnerConsole.Kernel.Outbound;

/// <summary>Wraps the <see cref="SocketException"/> that .NET throws for a pooled connection that was reset before use, so that every connection error is an <see cref="HttpRequestException"/>.</summary>
public sealed class SocketFaultHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            return await base.SendAsync(request, stop);
        }
        catch (SocketException reset)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, reset.Message, reset);
        }
    }
}
