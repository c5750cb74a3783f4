using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages.Pages;

/// <summary>Shapes of states in the console.</summary>
internal static class StatusLabels
{
    public static (Glyph Glyph, Tone Tone) Badge(ComponentStatus status) =>
        status switch
        {
            ComponentStatus.Operational => (Glyph.Check, Tone.Good),
            ComponentStatus.UnderMaintenance => (Glyph.Clock, Tone.Info),
            ComponentStatus.DegradedPerformance => (Glyph.Warning, Tone.Soon),
            ComponentStatus.PartialOutage => (Glyph.Warning, Tone.Bad),
            _ => (Glyph.Stop, Tone.Bad),
        };

    public static (Glyph Glyph, Tone Tone) Badge(NoticeStatus status) =>
        status switch
        {
            NoticeStatus.Investigating => (Glyph.Search, Tone.Bad),
            NoticeStatus.Identified => (Glyph.Eye, Tone.Soon),
            NoticeStatus.Monitoring => (Glyph.Pulse, Tone.Info),
            NoticeStatus.Resolved or NoticeStatus.Completed => (Glyph.Check, Tone.Good),
            NoticeStatus.Scheduled => (Glyph.Clock, Tone.Plain),
            _ => (Glyph.Clock, Tone.Info),
        };
}
