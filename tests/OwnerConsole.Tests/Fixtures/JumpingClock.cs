namespace OwnerConsole.Fixtures;

/// <summary>A machine's clock that goes on, and can be put forward or back.</summary>
public sealed class JumpingClock : TimeProvider
{
    public TimeSpan By { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
}
