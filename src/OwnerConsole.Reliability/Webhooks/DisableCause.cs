using System.ComponentModel;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Why an endpoint is told nothing.</summary>
public enum DisableCause
{
    /// <summary>Somebody wants it so.</summary>
    Paused,

    /// <summary>It answered 410.</summary>
    [Browsable(false)]
    Gone,

    /// <summary>It answered nothing but failures for days.</summary>
    [Browsable(false)]
    Failing,
}
