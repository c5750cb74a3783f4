namespace OwnerConsole.Tests.Kernel.Metrics.Points;

/// <summary>A clock that has every turn end after one step.</summary>
internal sealed class ImpatientClock : TimeProvider
{
    private long _stamp;

    public override long GetTimestamp() => _stamp += TimestampFrequency * 6;
}
