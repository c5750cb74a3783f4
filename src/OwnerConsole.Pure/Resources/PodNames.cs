using System.Buffers;

namespace OwnerConsole.Pure.Resources;

/// <summary>Finds the workload of Kubernetes in the names of its pods.</summary>
public static class PodNames
{
    /// <summary>Length of the random suffix of a pod, and shortest and longest hash of a ReplicaSet.</summary>
    private const int RandomLength = 5,
        MinHashLength = 6,
        MaxHashLength = 10;

    /// <summary>Letters and digits of generated suffixes. Kubernetes leaves out vowels and similar digits, so that they form no words.</summary>
    private static readonly SearchValues<char> s_generated = SearchValues.Create("bcdfghjklmnpqrstvwxz2456789");

    /// <param name="pod">Name of a pod, such as web-7d4b9c8f6d-x2x8q or db-0.</param>
    /// <returns>Name without the suffix of its ReplicaSet or StatefulSet, such as web or db; the same name if it has none.</returns>
    public static string WithoutReplica(string pod)
    {
        if (FindSuffix(pod) is not { } suffix)
            return pod;
        var rest = pod[..^(suffix.Length + 1)];
        if (suffix.Length == RandomLength && IsGenerated(suffix))
            return FindSuffix(rest) is { Length: >= MinHashLength and <= MaxHashLength } hash && IsGenerated(hash) ? rest[..^(hash.Length + 1)] : rest;
        return suffix.All(char.IsAsciiDigit) ? rest : pod;
    }

    /// <returns>Text after the last hyphen; null if there is none, or nothing before or after it.</returns>
    private static string? FindSuffix(string name) => name.LastIndexOf('-') is var at and > 0 && at < name.Length - 1 ? name[(at + 1)..] : null;

    private static bool IsGenerated(string text) => !text.AsSpan().ContainsAnyExcept(s_generated);
}
