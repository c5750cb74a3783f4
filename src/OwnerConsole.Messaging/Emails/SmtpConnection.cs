using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace OwnerConsole.Messaging.Emails;

/// <summary>A connection to the mail server that reads and writes lines, unencrypted or with TLS.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int MaxLineLength = 4_096,
        MaxLines = 100;

    private const byte TlsHandshake = 22; // record type in the first byte of a TLS record

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly string _host;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _first = new byte[1];
    private readonly byte[] _read = new byte[MaxLineLength];
    private Stream _stream = Stream.Null; // until it is connected
    private int _from,
        _until;

    private SmtpConnection(string host) => _host = host;

    /// <exception cref="SocketException">The server can't be reached.</exception>
    public static async Task<SmtpConnection> Connect(string host, int port, CancellationToken stop)
    {
        var connection = new SmtpConnection(host);
        try
        {
            await connection._socket.ConnectAsync(host, port, stop);
            connection._stream = new NetworkStream(connection._socket, ownsSocket: true);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Switches to TLS after the certificate has been validated.</summary>
    /// <exception cref="SmtpConnectionException">The certificate is invalid, or the server does not speak TLS on this port.</exception>
    public async Task Encrypt(CancellationToken stop)
    {
        if (_from != _until)
            throw new SmtpConnectionException("The server sent unencrypted data after agreeing to STARTTLS. The connection may have been tampered with.");
        var peeked = _socket.ReceiveAsync(_first, SocketFlags.Peek, stop).AsTask();
        var certificate = new SmtpCertificateValidator(_host);
        var tls = new SslStream(_stream);
        _stream = tls;
        try
        {
            await tls.AuthenticateAsClientAsync(new() { TargetHost = _host, RemoteCertificateValidationCallback = certificate.Validate }, stop);
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            throw new SmtpConnectionException(
                certificate.Error
                    ?? (
                        peeked.IsCompletedSuccessfully && char.IsAsciiDigit((char)_first[0])
                            ? "The server starts unencrypted on this port. Choose STARTTLS, or use the port for implicit TLS (usually 465)."
                            : $"The encrypted connection failed: {error.Message}"
                    )
            );
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
            try
            {
                await connection.Encrypt(soon.Token);
            }
            catch (SmtpConnectionException)
            {
                // only the type of the response matters
            }
            return connection._first[0] == TlsHandshake;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    public async Task Write(string text, CancellationToken stop)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await _stream.FlushAsync(stop);
    }

    /// <exception cref="SmtpConnectionException">The server does not speak SMTP.</exception>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public async Task<SmtpReply> Read(CancellationToken stop)
    {
        var lines = new List<string>();
        while (lines.Count < MaxLines)
        {
            var line = await ReadLine(stop);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), CultureInfo.InvariantCulture, out var code) || code is < 100 or > 599)
                throw new SmtpConnectionException("The server doesn't speak SMTP.");
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
                return new(code, lines);
        }
        throw new SmtpConnectionException("The server's response is too long.");
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return _stream.DisposeAsync();
    }

    private async Task<string> ReadLine(CancellationToken stop)
    {
        var line = new List<byte>();
        while (line.Count < MaxLineLength)
        {
            if (_from == _until)
                (_from, _until) = (0, await _stream.ReadAsync(_read, stop));
            if (_until == 0)
                throw new IOException("The server closed the connection.");
            var email = _read[_from++];
            if (email == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(email);
        }
        throw new SmtpConnectionException("The server doesn't speak SMTP.");
    }
}
