using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Errors;

/// <summary>Decides which errors are the same: by the application's own fingerprint, else by exception types and the application's calls, else by the message without numbers.</summary>
public static partial class ErrorFingerprint
{
    private const int MaxFrames = 30;

    /// <summary>Replaced in a fingerprint of the application by what would be used without one.</summary>
    private static readonly string[] s_defaults = ["{{ default }}", "{{default}}"];

    /// <param name="own">Fingerprint of the application; empty for none.</param>
    /// <param name="exceptions">The exception and its causes.</param>
    /// <param name="message">Message of an error without an exception.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(IReadOnlyList<string> own, IReadOnlyList<ErrorException> exceptions, string? message)
    {
        IEnumerable<string> usual = exceptions.Count > 0 ? exceptions.SelectMany(Parts) : [WithoutNumbers(message ?? "")];
        var parts = own.Count == 0 ? usual : own.SelectMany(part => s_defaults.Contains(part, StringComparer.Ordinal) ? usual : [part]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    /// <summary>Replaces numbers and long hexadecimal words, such as ids, by #.</summary>
    public static string WithoutNumbers(string text) => Numbers().Replace(text, "#");

    private static IEnumerable<string> Parts(ErrorException exception)
    {
        var own = exception.Frames.Where(frame => frame.IsInApp).ToList();
        var frames = own.Count > 0 ? own : exception.Frames;
        return frames.Count > 0
            ? frames.Take(MaxFrames).Select(frame => $"{Place(frame.File)}:{frame.Function}").Prepend(exception.Type)
            : [exception.Type, WithoutNumbers(exception.Message ?? "")];
    }

    /// <summary>Only the last two parts of a path, because a release can be installed in another directory. Line numbers change with each release.</summary>
    private static string Place(string? file)
    {
        var path = (file ?? "").Split('?', 2)[0].Replace('\\', '/');
        return WithoutNumbers(string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).TakeLast(2)));
    }

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{8,}|[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
