-- Returns the platform's rules for optional messages: the quiet hours (null when off) and the most messages in 7 days (0 for no maximum).
create or replace function preferences.rules() returns table (quiet_from time, quiet_until time, max_messages int)
language sql stable parallel safe as $$
  select case when s.quiet = 'on' then case when s.starts like '%:%' then s.starts else s.starts || ':00' end::time end,
         case when s.quiet = 'on' then case when s.ends like '%:%' then s.ends else s.ends || ':00' end::time end,
         s.most::int
    from (select coalesce((select o.value from core.settings o where o.key = 'preferences.quiet_hours' and o.closed_by is null), 'off') as quiet,
                 coalesce((select o.value from core.settings o where o.key = 'preferences.quiet_from' and o.closed_by is null), '22:00') as starts,
                 coalesce((select o.value from core.settings o where o.key = 'preferences.quiet_until' and o.closed_by is null), '08:00') as ends,
                 coalesce((select o.value from core.settings o where o.key = 'preferences.max_messages' and o.closed_by is null), '0') as most) s
$$;
