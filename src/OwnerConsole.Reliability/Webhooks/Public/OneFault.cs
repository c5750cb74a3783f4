using System.Net.Sockets;

namespace OwnerConsole.Reliability.Webhooks.Public;

/// <summary>A connection that is reset between being made and being used comes out of .NET's pool as a bare <see cref="SocketException"/>; every other fault of a connection as an <see cref="HttpRequestException"/>, and here this one too.</summary>
public sealed class OneFault(HttpMessageHandler inner) : DelegatingHandler(inner)
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
