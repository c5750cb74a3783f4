using OwnerConsole.Kernel.Email;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Channels.Pages;

/// <summary>Words for channels on pages.</summary>
internal static class ChannelLabels
{
    public static (Glyph Glyph, Tone Tone, string Word) Badge(MessageState state) =>
        state switch
        {
            MessageState.Waiting => (Glyph.Clock, Tone.Info, "Waiting"),
            MessageState.Sent => (Glyph.Check, Tone.Good, "Sent"),
            MessageState.Delivered => (Glyph.Check, Tone.Good, "Delivered"),
            MessageState.Undelivered => (Glyph.Cross, Tone.Bad, "Undelivered"),
            MessageState.NotSent => (Glyph.Stop, Tone.Soon, "Not sent"),
            _ => (Glyph.Cross, Tone.Bad, "Failed"),
        };
}
