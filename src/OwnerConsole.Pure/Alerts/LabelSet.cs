using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Pure.Alerts;

/// <summary>Labels that identify an alert, by name. An empty value is the same as a missing label.</summary>
public sealed class LabelSet
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="labels">Names and values. Empty values are dropped.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public LabelSet(IEnumerable<KeyValuePair<string, string>> labels)
    {
        foreach (var (name, value) in labels)
            if (value.Length > 0)
                _values.Add(name, value);
        Fingerprint = Hash(_values);
    }

    /// <summary>Labels in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Identity of the alert: 32 hexadecimal digits that depend on all names and values, and not on their order.</summary>
    public string Fingerprint { get; }

    /// <param name="label">Name of a label.</param>
    /// <returns>Its value; empty if the label is missing.</returns>
    public string this[string label] => _values.GetValueOrDefault(label, "");

    /// <remarks>Lengths are part of the text, so that no two sets have the same one.</remarks>
    private static string Hash(IEnumerable<KeyValuePair<string, string>> labels) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Concat(labels.Select(label => FormattableString.Invariant($"{label.Key.Length}:{label.Key}{label.Value.Length}:{label.Value}")))
                )
            )
        )[..32];
}
