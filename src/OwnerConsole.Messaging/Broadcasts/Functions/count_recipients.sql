-- Keeps broadcasts.counts: adds the recipients of a statement after it, and subtracts those before it. Recipients who opened an email or followed a link are
-- counted as opened and clicked, in addition to their state.
create or replace function broadcasts.count_recipients() returns trigger language plpgsql as $$
begin
  if tg_op in ('INSERT', 'UPDATE') then
    insert into broadcasts.counts as c (broadcast_id, channel, state, reason, recipients)
    select n.broadcast_id, n.channel, s.state, case s.state when 'excluded' then coalesce(n.reason, '') else '' end, count(*)
      from after_rows n
     cross join lateral (values (n.state), (case when n.opened_at is not null then 'opened' end), (case when n.clicked_at is not null then 'clicked' end)) s(state)
     where s.state is not null
     group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (broadcast_id, channel, state, reason) do update set recipients = c.recipients + excluded.recipients;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then
    update broadcasts.counts c set recipients = c.recipients - g.recipients
      from (select o.broadcast_id, o.channel, s.state, case s.state when 'excluded' then coalesce(o.reason, '') else '' end as reason, count(*) as recipients
              from before_rows o
             cross join lateral (values (o.state), (case when o.opened_at is not null then 'opened' end), (case when o.clicked_at is not null then 'clicked' end)) s(state)
             where s.state is not null
             group by 1, 2, 3, 4 order by 1, 2, 3, 4) g
     where c.broadcast_id = g.broadcast_id and c.channel = g.channel and c.state = g.state and c.reason = g.reason;
  end if;
  return null;
end $$;

create or replace trigger count_added after insert on broadcasts.recipients
  referencing new table as after_rows for each statement execute function broadcasts.count_recipients();
create or replace trigger count_changed after update on broadcasts.recipients
  referencing old table as before_rows new table as after_rows for each statement execute function broadcasts.count_recipients();
create or replace trigger count_removed after delete on broadcasts.recipients
  referencing old table as before_rows for each statement execute function broadcasts.count_recipients();
