namespace OwnerConsole.Kernel.Letters;

/// <summary>What became of a letter.</summary>
public enum LetterState
{
    /// <summary>For its turn, or for the server to come back.</summary>
    Waiting,

    /// <summary>The server has taken it.</summary>
    Sent,

    /// <summary>Given up; it can be replayed.</summary>
    Failed,

    /// <summary>The server knows no such recipient, or doesn't take mail for them.</summary>
    Bounced,

    /// <summary>Mail is not set up, the recipient has no address, or is of the demo.</summary>
    NotSent,
}
