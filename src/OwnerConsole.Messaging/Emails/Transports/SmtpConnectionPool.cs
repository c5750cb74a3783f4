using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>Keeps connections to the mail server open between emails, because each new one costs several round trips and a TLS handshake.</summary>
public sealed class SmtpConnectionPool : IAsyncDisposable
{
    /// <summary>Shorter than the time after which busy servers end idle connections (10 s in Postfix under load).</summary>
    private static readonly TimeSpan s_idleLimit = TimeSpan.FromSeconds(5);

    /// <summary>Servers limit the emails of a connection, most of them to 100 or more.</summary>
    private const int MaxEmails = 100;

    private readonly SecretBox _box;
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;
    private readonly Lock _gate = new();
    private readonly List<SmtpConnection> _idle = [];
    private bool _isClosed;

    public SmtpConnectionPool(SecretBox box, TimeProvider clock)
    {
        (_box, _clock) = (box, clock);
        _sweep = clock.CreateTimer(_ => _ = End(Remove(IsOld)), null, s_idleLimit, s_idleLimit);
    }

    /// <returns>A connection that was opened with these settings and may have ended in the meantime; null if there is none.</returns>
    internal async Task<SmtpConnection?> Take(MailSettings settings)
    {
        await End(Remove(connection => IsOld(connection) || connection.Version != settings.OpenedBy));
        lock (_gate)
        {
            if (_idle is not [.., var last])
                return null;
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    internal Task<SmtpConnection> Open(MailSettings settings, CancellationToken stop) => SmtpConnection.Open(settings, settings.DecryptPassword(_box), stop);

    /// <summary>Keeps a connection for the next email, or ends it.</summary>
    internal async Task Return(SmtpConnection connection)
    {
        connection.IdleSince = _clock.GetTimestamp();
        lock (_gate)
            if (!_isClosed && connection.IsConnected && connection.Emails < MaxEmails)
            {
                _idle.Add(connection);
                return;
            }
        await End([connection]);
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        lock (_gate)
            _isClosed = true;
        await End(Remove(_ => true));
    }

    private static Task End(IEnumerable<SmtpConnection> connections) =>
        Task.WhenAll(
            connections.Select(async connection =>
            {
                using (connection)
                    await connection.End();
            })
        );

    private bool IsOld(SmtpConnection connection) => _clock.GetElapsedTime(connection.IdleSince) >= s_idleLimit;

    private List<SmtpConnection> Remove(Predicate<SmtpConnection> condition)
    {
        lock (_gate)
        {
            var removed = _idle.FindAll(condition);
            _idle.RemoveAll(removed.Contains);
            return removed;
        }
    }
}
