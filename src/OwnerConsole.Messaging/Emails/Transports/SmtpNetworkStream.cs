using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>The bytes of a connection to the mail server. Until TLS starts, it is read line by line, so nothing that was sent unencrypted is left in a buffer.</summary>
internal sealed class SmtpNetworkStream : NetworkStream
{
    private const byte TlsAlert = 21, // record types in the first byte of a TLS record
        TlsHandshake = 22;

    /// <summary>Far more than the responses to one email, and few enough to keep in memory.</summary>
    private const int MaxReceived = 1_000_000;

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private bool _isEncrypted;
    private int _received;

    private SmtpNetworkStream(Socket socket)
        : base(socket, ownsSocket: true) { }

    /// <summary>First byte that was received after TLS started; null if there was none.</summary>
    public byte? FirstByteOfTls { get; private set; }

    public bool AnsweredWithTls => FirstByteOfTls is TlsHandshake or TlsAlert;

    /// <exception cref="SocketException">The server can't be reached.</exception>
    public static async Task<SmtpNetworkStream> Connect(string host, int port, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, stop);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>True when the server answers with TLS within five seconds, with any certificate.</returns>
    public static async Task<bool> BeginsWithTls(string host, int port, CancellationToken stop)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(stop);
        soon.CancelAfter(ProbeTimeout);
        try
        {
            await using var connection = await Connect(host, port, soon.Token);
            connection.StartTls();
            await using var tls = new SslStream(connection);
            try
            {
                var options = OutboundTls.CreateOptions();
                options.TargetHost = host;
                await tls.AuthenticateAsClientAsync(options, soon.Token);
            }
            catch (Exception error) when (error is AuthenticationException or IOException)
            {
                // only the type of the response matters
            }
            return connection.FirstByteOfTls is TlsHandshake;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Waits until the server sends something, and leaves it unread.</summary>
    /// <returns>False when the server is silent for this time.</returns>
    public async Task<bool> WaitForData(TimeSpan limit, CancellationToken stop)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(stop);
        soon.CancelAfter(limit);
        try
        {
            await Socket.ReceiveAsync(new byte[1], SocketFlags.Peek, soon.Token);
            return true;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>From here on, everything that is received belongs to TLS.</summary>
    public void StartTls() => _isEncrypted = true;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <exception cref="IOException">The connection broke, or the server sends too much.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await base.ReadAsync(_isEncrypted ? buffer : buffer[..await LengthOfLine(buffer, cancellationToken)], cancellationToken);
        _received += length;
        if (_received > MaxReceived)
            throw new IOException("The server's response is too long.");
        if (_isEncrypted && length > 0)
            FirstByteOfTls ??= buffer.Span[0];
        return length;
    }

    /// <returns>Number of the received bytes to the end of the first line, or of all when no line ends; at least 1.</returns>
    private async Task<int> LengthOfLine(Memory<byte> buffer, CancellationToken stop)
    {
        var length = await Socket.ReceiveAsync(buffer, SocketFlags.Peek, stop);
        var end = buffer.Span[..length].IndexOf((byte)'\n');
        return Math.Max(end < 0 ? length : end + 1, 1);
    }
}
