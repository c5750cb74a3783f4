using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Opens connections to targets, only to allowed addresses.</summary>
internal sealed class ProbeNetwork(OutboundHostPolicy hosts)
{
    private const int MaxLine = 512;

    /// <summary>Connects to the first address of the host that accepts.</summary>
    /// <exception cref="CheckException">The server can't be reached, or has a private address.</exception>
    public async Task<NetworkStream> Connect(ProbeTarget target, CancellationToken stop)
    {
        try
        {
            return await OutboundHostPolicy.Connect(await hosts.Resolve(target.Host, stop), target.Port, stop);
        }
        catch (Exception error) when (error is SocketException or PrivateAddressException)
        {
            throw new CheckException(Explain(error)!); // both are known
        }
    }

    /// <returns>The first address of the host that accepts connections, for a library that connects on its own, so that the name can't lead elsewhere.</returns>
    /// <exception cref="CheckException">The server can't be reached, or has a private address.</exception>
    public async Task<IPAddress> FindAddress(ProbeTarget target, CancellationToken stop)
    {
        await using var connection = await Connect(target, stop);
        var address = ((IPEndPoint)connection.Socket.RemoteEndPoint!).Address; // not null, because it is connected
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <returns>A line of the server, without its end.</returns>
    /// <exception cref="CheckException">The server closed the connection, or its line is too long.</exception>
    public static async Task<string> ReadLine(Stream stream, CancellationToken stop)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (line.Count < MaxLine)
        {
            int read;
            try
            {
                read = await stream.ReadAsync(next, stop);
            }
            catch (IOException)
            {
                read = 0;
            }
            if (read == 0)
                throw new CheckException("The server closed the connection without an answer.");
            if (next[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(next[0]);
        }
        throw new CheckException("The server answered with something else than expected.");
    }

    public static async Task WriteLine(Stream stream, string line, CancellationToken stop)
    {
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), stop);
        }
        catch (IOException)
        {
            throw new CheckException("The server closed the connection.");
        }
    }

    private static string Explain(SocketError error) =>
        error switch
        {
            SocketError.ConnectionRefused => "The connection was refused. No server listens on this port.",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "The host name can't be resolved.",
            SocketError.TimedOut => "The connection timed out.",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => "The host can't be reached from this server.",
            SocketError.ConnectionReset => "The server reset the connection.",
            _ => $"The connection failed ({error}).",
        };

    /// <returns>The sentence of a known error; null for an unknown one.</returns>
    public static string? Explain(Exception? error) =>
        error switch
        {
            null => null,
            SocketException socket => Explain(socket.SocketErrorCode),
            PrivateAddressException => "The host has a private address, which the console does not call.",
            AuthenticationException => "The TLS connection failed. The certificate is not trusted, or doesn't belong to this host.",
            _ => Explain(error.InnerException),
        };

    /// <returns>The connection with TLS, after the certificate was verified.</returns>
    /// <exception cref="CheckException">The certificate is not valid for this host, or the server doesn't accept TLS.</exception>
    public static async Task<SslStream> Encrypt(Stream plain, string host, CancellationToken stop)
    {
        var errors = SslPolicyErrors.None;
        var tls = new SslStream(plain);
        try
        {
            var options = Tls(
                host,
                (_, _, _, found) =>
                {
                    errors = found;
                    return found is SslPolicyErrors.None;
                }
            );
            await tls.AuthenticateAsClientAsync(options, stop);
            return tls;
        }
        catch (Exception error)
        {
            await tls.DisposeAsync();
            if (error is not (AuthenticationException or IOException))
                throw;
            throw new CheckException(
                errors is SslPolicyErrors.None
                    ? "The server doesn't accept TLS connections."
                    : "The certificate is not trusted by this server, or doesn't belong to this host."
            );
        }
    }

    /// <returns>TLS options that report the certificate instead of refusing it.</returns>
    public static SslClientAuthenticationOptions Tls(string host, RemoteCertificateValidationCallback check)
    {
        var options = OutboundTls.CreateOptions();
        options.TargetHost = host;
        options.RemoteCertificateValidationCallback = check;
        return options;
    }
}
