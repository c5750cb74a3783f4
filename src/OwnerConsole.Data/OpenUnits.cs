using System.Collections.Concurrent;
using System.Diagnostics;

namespace OwnerConsole.Data;

/// <summary>Names the code that holds each open connection, because a full pool says only that it is full.</summary>
internal sealed class OpenUnits
{
    private readonly ConcurrentDictionary<UnitOfWork, (string File, int Line, long Since)> _units = [];

    /// <param name="file">Source file that opened it.</param>
    /// <param name="line">Line in that file.</param>
    public UnitOfWork Add(UnitOfWork work, string file, int line)
    {
        _units[work] = (file, line, Stopwatch.GetTimestamp());
        return work;
    }

    public void Remove(UnitOfWork work) => _units.TryRemove(work, out _);

    public override string ToString() =>
        string.Join(
            ", ",
            _units.Values.Select(unit => $"{Path.GetFileName(unit.File)}:{unit.Line} for {Stopwatch.GetElapsedTime(unit.Since).TotalSeconds:0.0} s")
        );
}
