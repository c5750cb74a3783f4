namespace OwnerConsole.Fixtures;

/// <summary>A running clock that can be moved forward or back.</summary>
public sealed class JumpingClock : TimeProvider
{
    public TimeSpan By { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
}
